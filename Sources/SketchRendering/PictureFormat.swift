import Foundation

/// What a picture is written as, told by the extension of its path.
public enum PictureFormat: String, Hashable, Sendable, CaseIterable {
    case png
    case svg
    case pdf

    /// The format that the path's extension names, in either case.
    /// - Throws: `RenderingError.unknownFormat`.
    public init(path: String) throws {
        let fileExtension = (path as NSString).pathExtension.lowercased()
        guard let format = PictureFormat(rawValue: fileExtension) else {
            throw RenderingError.unknownFormat(path: path)
        }
        self = format
    }
}
