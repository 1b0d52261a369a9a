import FoundationEssentials
import Glibc
import SketchSupport

/// A picture or a log of this program that is read at once.
package enum InputFile {
    /// The limit in bytes.
    static let limit = 256 << 20

    /// Whether the path is not that of a file that can be read again: standard input, a pipe, a device or a folder.
    static func isPipe(_ path: String) -> Bool {
        var info = stat()
        return path == "-" || stat(path, &info) == 0 && info.st_mode & S_IFMT != S_IFREG
    }

    /// The bytes of a file, or of standard input if the path is `-`.
    ///
    /// - Throws: `StudioError.noSuchFile`, `.unreadable`, `.tooLarge`.
    package static func contents(of path: String) throws -> Data {
        do {
            return try BoundedFile.contents(of: path, limit: limit)
        } catch BoundedFile.Failure.notFound {
            throw StudioError.noSuchFile(path)
        } catch BoundedFile.Failure.tooLarge {
            throw StudioError.tooLarge(path, limit: "more than \(limit >> 20) MiB")
        } catch {
            throw StudioError.unreadable(path, reason: "a folder, or no permission")
        }
    }
}
