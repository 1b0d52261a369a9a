import SketchCore

/// Emits the drawings of a file's values in order. A value with an ambiguous drawing waits, with those after it, until
/// another drawing shows the file's form.
final class RecordQueue {
    typealias Parse = () throws -> [SketchRecord]

    /// The maximum number of values that wait, and of their bytes.
    private static let most = (values: 1000, bytes: 4 << 20)

    private let context: JSONContext
    private var waiting: [Parse] = []
    private var bytes = 0

    init(_ context: JSONContext) { self.context = context }

    /// Emits the drawings of a value, or lets it wait.
    ///
    /// - Parameters:
    ///   - parse: returns the value's drawings; throws `AmbiguousForm` to wait.
    ///   - copy: returns the value's size in bytes and a function that parses a copy of the value.
    /// - Throws: `FormatError`, unless the log takes it, and what `emit` throws.
    func add(_ parse: Parse, copy: () -> (Int, Parse), _ emit: (SketchRecord) throws -> Void) throws {
        var records: [SketchRecord] = []
        var mustWait = !waiting.isEmpty
        context.isFirstReading = true
        context.begin()
        do { records = try parse() } catch is AmbiguousForm {
            mustWait = true
            context.takeBack()
        } catch let error as FormatError {
            guard let onError = context.log.onError else { throw error }
            return onError(error)
        }
        context.report()
        guard mustWait else { return try records.forEach(emit) }
        let (size, again) = copy()
        waiting.append(again)
        bytes += size
        if waiting.count >= Self.most.values || bytes >= Self.most.bytes { context.isFinal = true }
        try emitWaiting(emit)
    }

    /// Emits the drawings of all values that still wait.
    func finish(_ emit: (SketchRecord) throws -> Void) throws {
        context.isFinal = true
        try emitWaiting(emit)
    }

    /// Emits up to the first value that is still ambiguous.
    private func emitWaiting(_ emit: (SketchRecord) throws -> Void) throws {
        var done = 0
        context.isFirstReading = false
        defer {
            waiting.removeFirst(done)
            if waiting.isEmpty { bytes = 0 }
        }
        while done < waiting.count {
            var records: [SketchRecord] = []
            context.begin()
            do { records = try waiting[done]() } catch is AmbiguousForm { return context.takeBack() } catch let error
                as FormatError
            {
                guard let onError = context.log.onError else { throw error }
                onError(error)
            }
            context.report()
            done += 1
            try records.forEach(emit)
        }
    }
}
