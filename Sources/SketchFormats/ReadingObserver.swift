/// Receives what a reader reports besides the records.
public struct ReadingObserver {
    /// Receives a sentence, with its full stop, about what a file's reader left out, changed or guessed; after the file's
    /// last record.
    public var note: (String) -> Void
    /// Receives the error of a record or file that was skipped because of `ReadOptions.keepsGoing`.
    public var error: (FormatError) -> Void

    /// Creates an observer; by default it ignores everything.
    public init(note: @escaping (String) -> Void = { _ in }, error: @escaping (FormatError) -> Void = { _ in }) {
        self.note = note
        self.error = error
    }
}
