import Foundation
import SketchCore

/// Messages to the person at the terminal, on stderr.
///
/// Warnings appear unless the run is quiet; the live line appears only when stderr is a terminal.
package final class Reporter {
    package let isQuiet: Bool
    private let showsProgress: Bool
    private var hasLiveLine = false
    private let started = ContinuousClock.now
    private var lastShown: ContinuousClock.Instant?
    private var notedDrawings = 0

    package init(isQuiet: Bool) {
        self.isQuiet = isQuiet
        showsProgress = !isQuiet && Console.isTerminal
    }

    /// Something the person should know although the command goes on.
    package func warn(_ sentence: String) {
        guard !isQuiet else { return }
        clear()
        Console.message("studio: warning: " + sentence)
    }

    /// What a drawing's file holds besides the drawing; after five files the rest is passed over.
    package func warnOfNotes(_ record: SketchRecord) {
        guard !record.notes.isEmpty else { return }
        notedDrawings += 1
        if notedDrawings <= 5 { warn("\(record.sketch.source): \(record.notes.joined(separator: "; ")).") }
        if notedDrawings == 6 { warn("more drawings have parts left out; they are not named.") }
    }

    /// Something good to know; not shown when piped.
    package func note(_ sentence: String) {
        guard showsProgress else { return }
        clear()
        Console.message(sentence)
    }

    /// Replaces the live line: how far a long list is, its rate and the time it still needs.
    package func progress(_ what: String, done: Int, of total: Int) {
        guard showsProgress, total > 0 else { return }
        let elapsed = seconds(ContinuousClock.now - started)
        let rate = elapsed > 0 ? Double(done) / elapsed : 0
        let left = rate > 0 ? Double(total - done) / rate : 0
        live("\(what) \(done)/\(total)  \(Self.short(rate))/s  \(Self.clock(left)) left", force: done == total)
    }

    /// Replaces the live line where nobody knows how many there will be.
    package func progress(_ what: String, done: Int) {
        guard showsProgress else { return }
        let elapsed = seconds(ContinuousClock.now - started)
        live("\(what) \(done)  \(Self.short(elapsed > 0 ? Double(done) / elapsed : 0))/s")
    }

    /// Replaces the live line, at most ten times a second unless forced.
    package func live(_ line: String, force: Bool = false) {
        guard showsProgress else { return }
        let now = ContinuousClock.now
        if !force, let lastShown, now - lastShown < .milliseconds(100) { return }
        lastShown = now
        hasLiveLine = true
        Console.live(line)
    }

    /// Takes the live line away, before other words or at the end.
    package func clear() {
        guard hasLiveLine else { return }
        hasLiveLine = false
        Console.live("")
    }

    private func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }

    /// `h:mm:ss` or `m:ss`.
    package static func clock(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e8 else { return "-:--" }
        let whole = Int(seconds.rounded())
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
    }

    /// Three figures: `0.42`, `12.3`, `456`.
    package static func short(_ value: Double) -> String {
        let digits = abs(value) < 10 ? 2 : abs(value) < 100 ? 1 : 0
        return String(format: "%.\(digits)f", value)
    }
}
