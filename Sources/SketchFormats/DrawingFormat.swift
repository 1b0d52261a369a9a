import SketchCore

/// A form that files of drawings come in: how it is known and how it is read.
///
/// A new form is one file with one entry point and one line in `all`.
struct DrawingFormat: Sendable {
    /// What `--input-format` calls it.
    let names: [SketchReader.InputFormat]
    /// What messages call it.
    let title: String
    /// Whether files hold named parts, chosen by `file#name`; `DrawingSource.part` is nil otherwise.
    var hasParts = false
    /// Whether a file that begins with these bytes, at most `DrawingSource.headSize`, is of this form.
    let recognises: @Sendable (FileHead) -> Bool
    /// Hands over every drawing in the file's order, streaming where the form allows it. `SketchReader` numbers
    /// the drawings, names them by the file where `name` is empty, and gives them a key where `key` is empty.
    ///
    /// - Throws: `FormatError`, and what the closure throws, at once and unchanged.
    let read: @Sendable (DrawingSource, _ emit: (SketchRecord) throws -> Void) throws -> Void

    /// The forms in the order in which they are tried.
    static let all: [DrawingFormat] = [
        .json, .numPy, .svg, .inkML, .csv, .binary,
    ]

    /// The form of an open file: the one that was asked for, else what its content tells.
    ///
    /// - Throws: `FormatError.empty`, `.unsupported`.
    static func of(_ source: DrawingSource) throws -> DrawingFormat {
        if let name = source.options.format, let format = all.first(where: { $0.names.contains(name) }) { return format }
        let head = source.head
        guard !head.isBlank || !head.isWhole else { throw FormatError.empty(file: source.path) }
        if let format = all.first(where: { $0.recognises(head) }) { return format }
        // Behind so much white space stands what only a reader of text can tell.
        if head.isBlank { return .json }
        throw FormatError.unsupported(file: source.path, found: head.kind)
    }
}

extension SketchReader {
    /// The formats that are read, as text for people.
    public static var formats: [String] { DrawingFormat.all.map(\.title) }
}
