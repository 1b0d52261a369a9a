/// Why a picture cannot be traced.
public enum TracingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The data is neither a PNG nor a JPEG.
    case notPicture(name: String)
    /// The picture is damaged, cut off or of an unsupported kind; `reason` is the decoder's message.
    case unreadable(name: String, format: String, reason: String)
    /// The header states more pixels than the limit.
    case tooLarge(name: String, width: Int, height: Int, limit: Int)
    /// Nothing on the page is darker than the paper.
    case blank(name: String)
    /// The page shows something other than lines on paper.
    case notLines(name: String, reason: String)
    /// The memory for the page is not available.
    case outOfMemory(name: String)

    /// The facts as one sentence, without advice.
    public var description: String {
        switch self {
        case .notPicture(let name): "\(name) is not a PNG or JPEG picture."
        case .unreadable(let name, let format, let reason): "\(name) is not a readable \(format): \(reason)."
        case .tooLarge(let name, let width, let height, let limit):
            "\(name) has \(width) x \(height) pixels; the limit is \(limit / 1_000_000) million pixels."
        case .blank(let name): "\(name) is blank: it has no lines that differ from the paper."
        case .notLines(let name, let reason): "\(name) does not show lines on paper: \(reason)."
        case .outOfMemory(let name): "There is not enough memory to trace \(name)."
        }
    }
}
