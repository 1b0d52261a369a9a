import SketchCore

/// A file format of drawings: how it is recognised and how it is read.
///
/// A new format is one file with one entry point and one line in `all`.
struct DrawingFormat: Sendable {
    /// The names with which a user can state the format.
    let names: [SketchReader.InputFormat]
    /// The name in messages.
    let title: String
    /// Whether files have named parts, selected by `file#name`; otherwise `DrawingSource.part` is nil.
    var hasParts = false
    /// Whether drawings can be rows of numbers, whose meaning a user can state.
    var hasRows = false
    /// The files whose rows are limited by `ReaderLimits.Cap.rows`.
    var limitsRows = RowLimit.inCompressed
    /// Whether a file that begins with these bytes, at most `DrawingSource.headSize`, has this format.
    let recognises: @Sendable (FileHead) -> Bool
    /// Whether a file that no format recognises has this one, because most of its lines have.
    var resembles: @Sendable (FileHead) -> Bool = { _ in false }
    /// Calls the closure with every drawing in the file's order; reads incrementally if the format allows it.
    /// `SketchReader` numbers the drawings and fills in an empty name (from the file) or key.
    ///
    /// - Throws: `FormatError`, and immediately what the closure throws.
    let read: @Sendable (DrawingSource, _ emit: (SketchRecord) throws -> Void) throws -> Void

    /// The files in which the number of rows is limited relative to the file's size.
    enum RowLimit {
        /// All files of the format.
        case inEvery
        /// Files compressed with gzip. Uncompressed text needs at least two bytes per row.
        case inCompressed
        /// No file: a curve has any number of points.
        case inNone
    }

    /// The formats in the order in which they are tried.
    static let all: [DrawingFormat] = [
        .json, .numPy, .svg, .inkML, .obsidian, .csv, .binary,
    ]

    /// Returns the format of a file that begins with these bytes; nil if there is none.
    static func detected(_ head: FileHead) -> DrawingFormat? {
        all.first { $0.recognises(head) } ?? all.first { $0.resembles(head) }
    }

    /// Returns the format of an open file: the stated one, or the one detected from the content.
    ///
    /// - Throws: `FormatError.empty`, `.unsupported`.
    static func of(_ source: DrawingSource) throws -> DrawingFormat {
        let head = source.head
        if let name = source.options.format, let format = all.first(where: { $0.names.contains(name) }) {
            // Rows of numbers are in arrays and tables too.
            let rows: Set<SketchReader.InputFormat> = [.stroke3, .stroke5, .positions]
            guard rows.contains(name) else { return format }
            return all.first { $0.hasRows && $0.recognises(head) } ?? all.first { $0.hasRows && $0.resembles(head) } ?? format
        }
        guard !head.isBlank || !head.isWhole else { throw FormatError.empty(file: source.path) }
        if let format = detected(head) { return format }
        if let reason = CSVHeader(head)?.fault {
            throw FormatError.malformed(file: source.path, place: "line 1", reason: reason)
        }
        // After this much white space only a text format can follow.
        if head.isBlank { return .json }
        throw FormatError.unsupported(file: source.path, found: head.kind)
    }
}

extension SketchReader {
    /// The formats that are read, as text for people.
    public static var formats: [String] { DrawingFormat.all.map(\.title) }
}
