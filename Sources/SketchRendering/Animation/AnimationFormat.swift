import SketchSupport

/// A file format for animations, selected by the extension of the path.
public enum AnimationFormat: String, Hashable, Sendable, CaseIterable {
    /// 16 shades per picture; shown by every program.
    case gif
    /// Lossless; the smallest raster format, shown by browsers.
    case webp
    /// APNG; programs without support show its first frame.
    case png
    /// Lines that move (SMIL), sharp at every size; shown by browsers.
    case svg

    /// Selects the format by the path's extension, ignoring case.
    ///
    /// - Throws: `RenderingError.unknownFormat`.
    public init(path: String) throws {
        guard let format = Self(rawValue: FilePath.fileExtension(of: path).lowercased()) else {
            throw RenderingError.unknownFormat(path: path)
        }
        self = format
    }

    /// Whether every file of the format is an animation.
    public var isAlwaysAnimated: Bool { self == .gif || self == .webp }
    /// Whether a pixel can be partly transparent.
    public var hasAlpha: Bool { self != .gif }
}
