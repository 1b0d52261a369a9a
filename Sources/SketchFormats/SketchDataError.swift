/// What can be wrong with a file of drawings; the sentence says where and what to do.
public enum SketchDataError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file cannot be opened or read.
    case unreadable(file: String, reason: String)
    case empty(file: String)
    case emptyFolder(String)
    /// The text at `line` (from 1) is not JSON.
    case notJSON(file: String, line: Int, reason: String)
    /// JSON, but no drawing in it.
    case noDrawing(file: String, line: Int, found: String)
    /// A document of `form` (with its article) without a line in it; `notes` name what else there is.
    case noLines(file: String, line: Int?, form: String, notes: [String])
    /// A coordinate that no drawing has.
    case badCoordinate(file: String, line: Int, value: Double)
    /// Beyond a cap of `ReaderLimits`, whose `moreThan` says which.
    case tooLarge(file: String, line: Int?, limit: String)
    case noSuchSketch(file: String, index: Int, count: Int)
    /// A file of a form that is not read.
    case unsupported(file: String, found: String)
    /// `file#part` of a form that has no named parts.
    case noParts(file: String, part: String, form: String)
    case noSuchPart(file: String, part: String, parts: [String])
    /// The file breaks its own form at `place`, for example `byte 1234` or `line 5`.
    case malformed(file: String, place: String, reason: String)
    case archiveNotMade(reason: String)

    public var description: String {
        switch self {
        case .unreadable(let file, let reason):
            "\(file) cannot be read: \(reason)"
        case .empty(let file):
            "\(file) is empty; a drawing is expected, for example a Quick, Draw! record"
        case .emptyFolder(let folder):
            "\(folder) is a folder without files of drawings; folders within it are not looked into"
        case .notJSON(let file, let line, let reason):
            "\(file), line \(line), is not JSON (\(reason)); a drawing file holds JSON or one JSON value a line"
        case .noDrawing(let file, let line, let found):
            "\(file), line \(line), holds no drawing but \(found); expected is a Quick, Draw! record, "
                + "polylines, or rows of stroke-3 or stroke-5 (--input-format names one)"
        case .noLines(let file, let line, let form, let notes):
            "\(file)\(line.map { ", line \($0)," } ?? "") is \(form) in which a pen finds nothing to draw"
                + (notes.first.map { " (\($0))" } ?? "")
        case .badCoordinate(let file, let line, let value):
            "\(file), line \(line), has the coordinate \(value.isNaN ? "nan" : "\(value)"), outside +-\(SketchReader.largestCoordinate); "
                + "scale the drawing down"
        case .tooLarge(let file, let line, let limit):
            "\(file)\(line.map { ", line \($0)," } ?? "") takes \(limit)"
        case .noSuchSketch(let file, let index, let count):
            "\(file) holds \(count) drawings, counted from 0, so there is no number \(index)"
        case .unsupported(let file, let found):
            "\(file) is \(found), and drawings are not read from that; what is read: \(DrawingFormat.titles)"
        case .noParts(let file, let part, let form):
            "\(file)#\(part): the file is \(form), which has no named parts; a number behind # names one of its "
                + "drawings, counted from 0"
        case .noSuchPart(let file, let part, let parts):
            "\(file)#\(part): there is no part of that name; the file holds \(parts.joined(separator: ", "))"
        case .malformed(let file, let place, let reason):
            "\(file), \(place): \(reason)"
        case .archiveNotMade(let reason):
            "the archive could not be made: \(reason); write fewer drawings into it, or NDJSON"
        }
    }
}
