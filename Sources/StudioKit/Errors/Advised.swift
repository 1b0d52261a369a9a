/// A library error that the program completes with advice. Library errors state facts; advice may name options and
/// commands, which only the program has.
package protocol Advised: Error {
    /// One or more sentences, or nil where the fact suffices.
    var advice: String? { get }
    /// Whether the description begins with a word, which begins a sentence, and not with the name of a file or setting.
    var beginsWithWord: Bool { get }
}

extension Advised {
    package var beginsWithWord: Bool { false }
}
