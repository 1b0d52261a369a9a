/// An error of laying out or writing a picture.
public enum RenderingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The extension of the path is none of ``PictureFormat``.
    case unknownFormat(path: String)
    /// The text cannot be parsed as a ``Length``.
    case badLength(String)
    /// The text cannot be parsed as a ``Page``.
    case badPage(String)
    /// The text cannot be parsed as a ``Colour``.
    case badColour(String)
    /// A setting of the style is out of range; `need` completes "must be ...".
    case badStyle(setting: String, value: String, need: String)
    /// The picture exceeds a limit of its format. Sizes are in pixels for PNG, otherwise in points.
    case tooLarge(format: PictureFormat, width: Double, height: Double, limit: String)
    /// The frames of an animation have more pixels than the limit; `size` is their side.
    case tooManyFrames(count: Int, size: Int, limit: String)
    /// A library could not encode an animation; `reason` is its message.
    case animationFailed(format: AnimationFormat, reason: String)
    /// The animation is transparent, and pixels of the format are not partly so.
    case noAlpha(format: AnimationFormat)
    /// The sheet or plot is empty.
    case nothingToDraw
    /// Cairo, Pango or libpng failed; `reason` is the library's message.
    case drawingFailed(format: PictureFormat, reason: String)
    /// The picture has text, and there is no font for it.
    case noFont
    /// The picture has text, and the system does not allow the threads that lay it out, or their memory.
    case noTextThreads
    /// The folder with the parts of HTML pictures is missing or incomplete.
    case pageFilesMissing(folder: String)
    /// The data cannot be decoded as PNG.
    case unreadablePNG(reason: String)

    /// The facts as one sentence, without advice.
    public var description: String {
        switch self {
        case .unknownFormat(let path): return "\(path): unknown picture format."
        case .badLength(let text): return "'\(text)' is not a length."
        case .badPage(let text): return "'\(text)' is not a page size."
        case .badColour(let text): return "'\(text)' is not a colour."
        case .badStyle(let setting, let value, let need):
            return "The \(setting) is \(value), but must be \(need)."
        case .tooLarge(let format, let width, let height, let limit):
            let unit = format == .png ? "pixels" : "points"
            let size = "\(PlainNumber.text(width, decimals: 0)) x \(PlainNumber.text(height, decimals: 0)) \(unit)"
            return "The \(format.rawValue.uppercased()) would be \(size), more than \(limit)."
        case .tooManyFrames(let count, let size, let limit):
            return "The animation would have \(count) frames of \(size) x \(size) pixels, more than \(limit) in all."
        case .animationFailed(let format, let reason):
            return "The \(format.rawValue.uppercased()) animation could not be made: \(reason)."
        case .noAlpha(let format): return "A transparent \(format.rawValue.uppercased()) would have jagged lines."
        case .nothingToDraw: return "The sheet has no drawings."
        case .drawingFailed(let format, let reason):
            return "The \(format.rawValue.uppercased()) could not be rendered: \(reason)."
        case .noFont: return "The picture has text, and no font is installed."
        case .noTextThreads:
            return "The picture has text, and the system allows too few threads, or too little memory, to lay it out."
        case .pageFilesMissing(let folder):
            return "The folder of page parts, \(folder), is missing or incomplete."
        case .unreadablePNG(let reason): return "Not a readable PNG: \(reason)."
        }
    }
}
