/// A library error that the program completes with advice. Library errors state facts; advice may name options and
/// commands, which only the program has.
package protocol Advised: Error {
    /// One or more sentences, or nil where the fact suffices.
    var advice: String? { get }
}
