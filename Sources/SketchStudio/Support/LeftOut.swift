import SketchData

/// Drawings that a command read and left out, counted by the reason.
struct LeftOut {
    private(set) var reasons: [String: Int] = [:]

    var count: Int { reasons.values.reduce(0, +) }

    mutating func add(_ reason: String, _ count: Int = 1) {
        if count > 0 { reasons[reason, default: 0] += count }
    }

    /// A drawing that a model cannot take.
    mutating func add(_ error: any Error) {
        switch error {
        case SketchDataError.tooFewPoints: add("no line")
        case SketchDataError.tooLongWay: add("more than \(Sketch.longestWay) pixels of line")
        default: add(StudioError.sentence(for: error))
        }
    }

    /// `2 (more than 250 rows), 1 (no line)`, the most frequent first.
    var sentence: String { sorted.map { "\($0.1) (\($0.0))" }.joined(separator: ", ") }

    /// Tells on stderr what was left out, if anything was.
    func tell(_ reporter: Reporter) {
        if count > 0, !reporter.isQuiet { Console.message("studio: left out: \(sentence).") }
    }

    var json: JSONValue { .object(sorted.map { ($0.0, .integer($0.1)) }) }

    private var sorted: [(String, Int)] {
        reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }
}
