import Foundation

/// A file that is read in one piece, whatever a stranger has put there: no more than `largest` bytes are ever taken,
/// also from a pipe or a device that never ends.
enum InputFile {
    static let largest = 256 << 20

    /// The bytes of a file, or of standard input where the path is `-`.
    ///
    /// - Throws: `StudioError.noSuchFile`, `.unreadable`.
    static func contents(of path: String) throws -> Data {
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
                guard data.count <= largest else {
                    throw StudioError.unreadable(path, reason: "it is larger than \(largest >> 20) MiB")
                }
            }
        } catch let error as StudioError { throw error } catch {
            throw StudioError.unreadable(path, reason: "it is a folder, or you may not read it")
        }
        return data
    }
}
