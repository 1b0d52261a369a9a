import FoundationEssentials
import Glibc

/// A file that is read at once, up to a limit. Reading stops at the limit also for pipes and devices that never end.
package enum BoundedFile {
    package enum Failure: Error {
        case notFound
        /// A folder, or a file without read permission.
        case unreadable
        case tooLarge
    }

    /// The bytes of a file, or of standard input if the path is `-`.
    ///
    /// - Parameter limit: the maximum number of bytes.
    /// - Throws: `Failure`.
    package static func contents(of path: String, limit: Int) throws -> Data {
        let isStandardInput = path == "-"
        guard isStandardInput || FileManager.default.fileExists(atPath: path) else { throw Failure.notFound }
        guard let file = isStandardInput ? .standardInput : try? ReadableFile(path) else { throw Failure.unreadable }
        var data = Data()
        do {
            while case let more = try file.read(upTo: 1 << 20), !more.isEmpty {
                data.append(more)
                guard data.count <= limit else { throw Failure.tooLarge }
            }
        } catch let failure as Failure { throw failure } catch { throw Failure.unreadable }
        return data
    }
}
