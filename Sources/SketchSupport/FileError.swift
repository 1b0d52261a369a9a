/// Why a file cannot be written. `description` is a sentence without its full stop.
public enum FileError: Error, Hashable, Sendable, CustomStringConvertible {
    case folderMissing(path: String, folder: String)
    case isFolder(path: String)
    case notWritable(path: String, reason: String)

    /// A sentence without its full stop.
    public var description: String {
        switch self {
        case .folderMissing(let path, let folder):
            "\(path): the folder \(folder) does not exist"
        case .isFolder(let path):
            "\(path) is a folder"
        case .notWritable(let path, let reason):
            "\(path) cannot be written: \(reason)"
        }
    }
}
