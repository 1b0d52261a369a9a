import SketchSupport

/// A file format for pictures, selected by the extension of the path.
public enum PictureFormat: String, Hashable, Sendable, CaseIterable {
    case png
    case svg
    case pdf
    /// A page with the picture as SVG and a script that replays its drawings.
    case html

    /// The extensions of all formats, as a list: `.png, .svg or .pdf`.
    package static var extensionList: String {
        let names = allCases.map { "." + $0.rawValue }
        return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }

    /// Selects the format by the path's extension, ignoring case.
    ///
    /// - Throws: `RenderingError.unknownFormat`.
    public init(path: String) throws {
        let fileExtension = FilePath.fileExtension(of: path).lowercased()
        guard let format = PictureFormat(rawValue: fileExtension) else {
            throw RenderingError.unknownFormat(path: path)
        }
        self = format
    }
}
