/// Everything that can go wrong between a drawing and its picture. The description names the place,
/// what is wrong, and what to do.
public enum RenderingError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownFormat(path: String)
    case badLength(String)
    case badColour(String)
    /// A setting of the style is outside its range; `need` completes "must be ...".
    case badStyle(setting: String, value: String, need: String)
    /// The picture does not fit the limits of a bitmap or a page. Sizes in the format's own unit.
    case tooLarge(format: PictureFormat, width: Double, height: Double, limit: String)
    case nothingToDraw
    /// Cairo, Pango or libpng refused; `reason` is the library's own message.
    case drawingFailed(format: PictureFormat, reason: String)
    case unreadablePNG(reason: String)

    public var description: String {
        switch self {
        case .unknownFormat(let path):
            return "\(path): the name does not tell the picture's format; end it in .png, .svg or .pdf"
        case .badLength(let text):
            return "'\(text)' is no length; write a number with px, mm or in, for example 20mm"
        case .badColour(let text):
            return "'\(text)' is no colour; write six hexadecimal digits, for example #3399FF"
        case .badStyle(let setting, let value, let need):
            return "the sheet's \(setting) is \(value) and must be \(need); give another value"
        case .tooLarge(let format, let width, let height, let limit):
            let unit = format == .png ? "pixels" : "points"
            let size = "\(PlainNumber.text(width, decimals: 0)) x \(PlainNumber.text(height, decimals: 0)) \(unit)"
            let advice =
                format == .png
                ? "choose a lower resolution, smaller cells or fewer drawings, or write SVG"
                : "choose smaller cells or fewer drawings"
            return "the \(format.rawValue.uppercased()) would be \(size), more than \(limit); \(advice)"
        case .nothingToDraw:
            return "the sheet holds no cells; give at least one drawing"
        case .drawingFailed(let format, let reason):
            return "the \(format.rawValue.uppercased()) could not be made: \(reason); "
                + "try smaller cells or another format"
        case .unreadablePNG(let reason):
            return "the data is no readable PNG: \(reason); make the picture again"
        }
    }
}
