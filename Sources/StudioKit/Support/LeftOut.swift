import SketchCore
import SketchSupport

/// Drawings that a command read and left out, counted by the reason.
package struct LeftOut {
    private(set) var reasons: [String: Int] = [:]

    package init() {}

    package var count: Int { reasons.values.reduce(0, +) }

    package mutating func add(_ reason: String, _ count: Int = 1) {
        if count > 0 { reasons[reason, default: 0] += count }
    }

    /// A drawing that a model cannot take.
    package mutating func add(_ error: any Error) {
        switch error {
        case SketchError.tooFewPoints: add("no line")
        case SketchError.tooLong: add("more than \(Sketch.longestWay) pixels of line")
        default: add(StudioError.sentence(for: error))
        }
    }

    /// `2 (more than 250 rows), 1 (no line)`, the most frequent first.
    package var sentence: String { sorted.map { "\($0.1) (\($0.0))" }.joined(separator: ", ") }

    /// Tells on stderr what was left out, if anything was.
    package func tell(_ reporter: Reporter) {
        if count > 0 { reporter.message("studio: left out: \(sentence).") }
    }

    package var json: JSONValue { .object(sorted.map { ($0.0, .integer($0.1)) }) }

    private var sorted: [(String, Int)] {
        reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }
}
