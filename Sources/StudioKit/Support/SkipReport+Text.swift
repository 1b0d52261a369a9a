import SketchFormats
import SketchSupport

extension SkipReport {
    /// `2 (more than 250 rows), 1 (no line)`, the most frequent first.
    package var sentence: String { sorted.map { "\($0.count) (\($0.reason))" }.joined(separator: ", ") }

    /// Reports what was skipped, if anything was.
    package func report(to reporter: Reporter) {
        if count > 0 { reporter.message("studio: skipped: \(sentence).") }
    }

    package var json: JSONValue { .object(sorted.map { ($0.reason, .integer($0.count)) }) }
}
