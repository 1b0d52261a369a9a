import SketchCore

/// What is known of a file of JSON values from the values read so far.
final class JSONContext {
    /// The forms of drawings that fit one form only.
    var forms: Set<StrokeForm> = []
    /// Whether a drawing had negative offsets, so that rows of three numbers are offsets.
    var hasOffsets = false
    /// Whether no further value can tell how an ambiguous drawing is meant.
    var isFinal = false
    /// Whether rows of numbers are positions.
    let trial = PositionTrial()
    /// Whether a value is read for the first time, so that its drawings are evidence.
    var isFirstReading = true
    let names: ClassNames
    let log: ReadingLog
    /// The errors of the value's drawings that are skipped.
    private var errors: [FormatError] = []
    private var nested: JSONParser?

    init(names: ClassNames, log: ReadingLog) { (self.names, self.log) = (names, log) }

    /// Begins a value.
    func begin() { log.begin() }

    /// Takes back what the value reported, because it is read again.
    func takeBack() {
        log.takeBack()
        errors = []
    }

    /// Reports the errors of the value's drawings.
    func report() {
        if errors.isEmpty { return }
        for error in errors { log.onError?(error) }
        errors = []
    }

    /// Returns what `body` returns; if reading keeps going, an error costs one drawing and `nil` is returned.
    /// - Throws: what `body` throws.
    func unlessBad<Result>(_ body: () throws -> Result) throws -> Result? {
        do { return try body() } catch let error as FormatError {
            guard log.onError != nil else { throw error }
            errors.append(error)
            return nil
        }
    }

    /// Parses the JSON in a string, such as `"[[[0,1],[0,1]]]"`.
    /// - Throws: `JSONParser.Refusal`, and what `body` throws.
    func withDocument<Result>(in text: UnsafeBufferPointer<UInt8>, _ body: (JSONView) throws -> Result) throws -> Result {
        var bytes = [UInt8](text)
        bytes += repeatElement(0x20, count: JSONParser.padding)
        let parser = try nested ?? JSONParser()
        // Nested strings use a parser of their own.
        nested = nil
        defer { nested = parser }
        return try bytes.withUnsafeBytes { try parser.withDocument($0, body) }
    }
}

/// A drawing's numbers fit two forms, and no other value of the file has shown yet which is meant.
struct AmbiguousForm: Error {}
