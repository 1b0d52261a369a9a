import Foundation

/// A file that is read in one piece, whatever a stranger has put there: no more than so many bytes are ever
/// taken, also from a pipe or a device that never ends.
package enum InputFile {
    /// The most bytes of a picture or a log of this program.
    static let ownFiles = 256 << 20

    /// The bytes of a file, or of standard input where the path is `-`.
    ///
    /// - Parameters:
    ///   - most: the most bytes taken.
    ///   - limit: how the message that the file is larger goes on after "it takes".
    /// - Throws: `StudioError.noSuchFile`, `.unreadable`, `.tooLarge`.
    package static func contents(
        of path: String, atMost most: Int = ownFiles,
        _ limit: String = "more than \(ownFiles >> 20) MiB, as nothing does that this program writes"
    ) throws -> Data {
        let isStandardInput = path == "-"
        guard isStandardInput || FileManager.default.fileExists(atPath: path) else { throw StudioError.noSuchFile(path) }
        let file = isStandardInput ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let file else {
            throw StudioError.unreadable(path, reason: "it is a folder, or you may not read it")
        }
        var data = Data()
        do {
            while let more = try file.read(upToCount: 1 << 20), !more.isEmpty {
                data.append(more)
                guard data.count <= most else { throw StudioError.tooLarge(path, limit: limit) }
            }
        } catch let error as StudioError { throw error } catch {
            throw StudioError.unreadable(path, reason: "it is a folder, or you may not read it")
        }
        return data
    }
}
