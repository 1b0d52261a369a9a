import Foundation

/// A file that is read at once. ReadOptions stops at a limit, also for a pipe or a device that never ends.
package enum InputFile {
    /// The limit for pictures and logs of this program, in bytes.
    static let ownFiles = 256 << 20

    /// The bytes of a file, or of standard input where the path is `-`.
    ///
    /// - Parameters:
    ///   - most: the maximum number of bytes.
    ///   - limit: the limit in the message for a larger file.
    /// - Throws: `StudioError.noSuchFile`, `.unreadable`, `.tooLarge`.
    package static func contents(
        of path: String, atMost most: Int = ownFiles,
        _ limit: String = "more than \(ownFiles >> 20) MiB"
    ) throws -> Data {
        let isStandardInput = path == "-"
        guard isStandardInput || FileManager.default.fileExists(atPath: path) else { throw StudioError.noSuchFile(path) }
        let file = isStandardInput ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let file else {
            throw StudioError.unreadable(path, reason: "a folder, or no permission")
        }
        var data = Data()
        do {
            while let more = try file.read(upToCount: 1 << 20), !more.isEmpty {
                data.append(more)
                guard data.count <= most else { throw StudioError.tooLarge(path, limit: limit) }
            }
        } catch let error as StudioError { throw error } catch {
            throw StudioError.unreadable(path, reason: "a folder, or no permission")
        }
        return data
    }
}
