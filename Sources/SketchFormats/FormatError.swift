/// Why a file of drawings cannot be read or written. The cases state facts; `description` is a sentence without its full
/// stop that names the file and the place.
public enum FormatError: Error, Equatable, Sendable, CustomStringConvertible {
    case notFound(file: String)
    /// The file cannot be opened or read.
    case unreadable(file: String, reason: String)
    case empty(file: String)
    /// A folder without files of drawings. Subfolders are not searched.
    case emptyFolder(String)
    /// The text at `line` (from 1) is not JSON.
    case notJSON(file: String, line: Int, reason: String)
    /// JSON that is not a drawing.
    case noDrawing(file: String, line: Int, found: String)
    /// Numbers that fit more than one form, each given in words with the format that states it.
    case ambiguous(file: String, place: String, readings: [Reading])
    /// A well-formed file without any drawing.
    case noDrawings(file: String)
    /// A document of `form` (with its article) without visible strokes; `notes` name its other contents.
    case noLines(file: String, line: Int?, form: String, notes: [String])
    /// A coordinate beyond `SketchReader.largestCoordinate`.
    case badCoordinate(file: String, line: Int, value: Double)
    /// More than `allowed` of what `limit` counts. `found` is the amount in the file if it is known.
    case limitExceeded(file: String, place: String?, limit: ReaderLimits.Cap, allowed: Int, found: Int?)
    /// `file#index` beyond the file's `count` drawings.
    case noSuchDrawing(file: String, index: Int, count: Int)
    /// A file of a format that is not read.
    case unsupported(file: String, found: String)
    /// A file of latents, at `line` if it has lines.
    case latents(file: String, line: Int?)
    /// `file#part` of a format (`form`) that has no named parts.
    case noParts(file: String, part: String, form: String)
    /// `file#part` of a file that has only `parts`.
    case noSuchPart(file: String, part: String, parts: [String])
    /// The file violates its format at `place`, for example `byte 1234` or `line 5`.
    case malformed(file: String, place: String, reason: String)
    case archiveNotWritten(reason: String)
    /// A condition of a `RecordFilter` that is not `NAME=VALUE` with one of `names`.
    case badCondition(String, names: [String])

    /// One of several possible readings of a drawing.
    public struct Reading: Hashable, Sendable {
        /// The reading in words, for example `strokes [xs, ys]`.
        public var form: String
        /// The format that selects it.
        public var format: SketchReader.InputFormat
    }

    /// A sentence without its full stop.
    public var description: String {
        switch self {
        case .notFound(let file): "\(file) does not exist"
        case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)"
        case .empty(let file): "\(file) is empty"
        case .emptyFolder(let folder): "\(folder) contains no files of drawings"
        case .notJSON(let file, let line, let reason): "\(file), line \(line): not valid JSON (\(reason))"
        case .noDrawing(let file, let line, let found): "\(file), line \(line): contains \(found), not a drawing"
        case .ambiguous(let file, let place, let readings):
            "\(file), \(place): the numbers can be read as \(readings.map { "\($0.form) (\($0.format.rawValue))" }.joined(separator: ", or as "))"
        case .noDrawings(let file): "\(file) contains no drawings"
        case .noLines(let file, let line, let form, let notes):
            "\(file)\(line.map { ", line \($0)," } ?? "") is \(form) that contains no visible strokes"
                + (notes.first.map { " (\($0))" } ?? "")
        case .badCoordinate(let file, let line, let value):
            "\(file), line \(line): the coordinate \(value.isNaN ? "nan" : "\(value)") is outside "
                + "+-\(SketchReader.largestCoordinate)"
        case .limitExceeded(let file, let place, let limit, let allowed, _):
            "\(file)\(place.map { ", \($0)" } ?? ""): more than \(limit.text(allowed))"
        case .noSuchDrawing(let file, let index, let count):
            "\(file) contains \(count) drawing\(count == 1 ? "" : "s"); #\(index) does not exist (numbers count from 0)"
        case .unsupported(let file, let found): "\(file) is \(found), which cannot be read as drawings"
        case .latents(let file, let line):
            "\(file)\(line.map { ", line \($0)" } ?? ""): contains latents, not drawings"
        case .noParts(let file, let part, _) where DrawingSelection.isAttempt(part),
            .noSuchPart(let file, let part, _) where DrawingSelection.isAttempt(part):
            "\(file)#\(part) does not select drawings: write \(DrawingSelection.forms), the smaller number first"
        case .noParts(let file, let part, let form):
            "\(file)#\(part): \(form) has no named parts; a number after # selects one, counting from 0"
        case .noSuchPart(let file, let part, let parts):
            "\(file)#\(part): no such part; the file contains \(parts.joined(separator: ", "))"
        case .malformed(let file, let place, let reason): "\(file), \(place): \(reason)"
        case .archiveNotWritten(let reason): "The archive could not be written: \(reason)"
        case .badCondition(let text, let names):
            "\(text): must be NAME=VALUE, where NAME is \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")"
        }
    }
}

extension FormatError {
    /// The file in which the error is.
    public var file: String? {
        switch self {
        case .notFound(let file), .unreadable(let file, _), .empty(let file), .emptyFolder(let file), .notJSON(let file, _, _),
            .noDrawing(let file, _, _), .ambiguous(let file, _, _), .noDrawings(let file), .noLines(let file, _, _, _),
            .badCoordinate(let file, _, _), .limitExceeded(let file, _, _, _, _), .noSuchDrawing(let file, _, _),
            .unsupported(let file, _), .latents(let file, _), .noParts(let file, _, _), .noSuchPart(let file, _, _),
            .malformed(let file, _, _):
            file
        case .archiveNotWritten, .badCondition: nil
        }
    }

    /// The place in the file, for example `line 7`.
    public var place: String? {
        switch self {
        case .notJSON(_, let line, _), .noDrawing(_, let line, _), .badCoordinate(_, let line, _): "line \(line)"
        case .ambiguous(_, let place, _), .malformed(_, let place, _): place
        case .limitExceeded(_, let place, _, _, _): place
        case .noLines(_, let line, _, _), .latents(_, let line): line.map { "line \($0)" }
        default: nil
        }
    }
}
