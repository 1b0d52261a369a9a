import FoundationEssentials
import SketchCore

/// Messages of a job while it runs: warnings, notes and progress. The caller decides where they are shown; by default they
/// are dropped.
public final class Reporter {
    /// A message, ready to be shown.
    public enum Message: Sendable {
        /// A sentence about something that the user should know although the job continues.
        case warning(String)
        /// An informational line.
        case note(String)
        /// A line that replaces the last line of progress; empty at the end of the progress.
        case progress(String)
        /// A part of a long result that is printed while the job runs, with its own line breaks.
        case output(Data)
    }

    /// Whether warnings, notes and progress are suppressed. A job may save work that only they need.
    public let isQuiet: Bool
    private let showsProgress: Bool
    private let show: (Message) -> Void
    private var hasLiveLine = false
    private let started = ContinuousClock.now
    private var lastShown: ContinuousClock.Instant?
    private var notedDrawings = 0

    /// Shows nothing.
    public convenience init() { self.init(isQuiet: true, showsProgress: false) { _ in } }

    /// - Parameters:
    ///   - isQuiet: only `output` is shown.
    ///   - showsProgress: progress and notes of progress are shown, as on a terminal.
    ///   - show: called for each message, on the thread that runs the job.
    public init(isQuiet: Bool, showsProgress: Bool, show: @escaping (Message) -> Void) {
        self.isQuiet = isQuiet
        self.showsProgress = showsProgress && !isQuiet
        self.show = show
    }

    /// A sentence about something that the user should know although the job continues.
    package func warn(_ sentence: String) {
        guard !isQuiet else { return }
        clear()
        show(.warning(sentence))
    }

    /// An informational line, shown also where there is no terminal.
    package func message(_ line: String) {
        guard !isQuiet else { return }
        clear()
        show(.note(line))
    }

    /// A part of a result that is too long to be returned.
    package func output(_ bytes: Data) { show(.output(bytes)) }

    /// A warning of what the drawing's file contains besides the drawing; after five drawings the rest are not named.
    package func warnOfNotes(_ record: SketchRecord) {
        guard !record.notes.isEmpty else { return }
        notedDrawings += 1
        if notedDrawings <= 5 { warn("\(record.sketch.source): \(record.notes.joined(separator: "; ")).") }
        if notedDrawings == 6 { warn("more drawings have skipped parts; they are not listed.") }
    }

    /// As `message`, but not shown when piped.
    package func note(_ sentence: String) {
        guard showsProgress else { return }
        message(sentence)
    }

    /// Replaces the line of progress: what is done of a long list, its rate and the remaining time.
    package func progress(_ what: String, done: Int, of total: Int) {
        guard showsProgress, total > 0 else { return }
        let elapsed = seconds(ContinuousClock.now - started)
        let rate = elapsed > 0 ? Double(done) / elapsed : 0
        let left = rate > 0 ? Double(total - done) / rate : 0
        live("\(what) \(done)/\(total)  \(Self.short(rate))/s  \(Self.clock(left)) left", force: done == total)
    }

    /// Replaces the line of progress where the total is unknown.
    package func progress(_ what: String, done: Int) {
        guard showsProgress else { return }
        let elapsed = seconds(ContinuousClock.now - started)
        live("\(what) \(done)  \(Self.short(elapsed > 0 ? Double(done) / elapsed : 0))/s")
    }

    /// Replaces the line of progress, at most ten times per second unless forced.
    package func live(_ line: String, force: Bool = false) {
        guard showsProgress else { return }
        let now = ContinuousClock.now
        if !force, let lastShown, now - lastShown < .milliseconds(100) { return }
        lastShown = now
        hasLiveLine = true
        show(.progress(line))
    }

    /// Removes the line of progress, before other messages or at the end.
    package func clear() {
        guard hasLiveLine else { return }
        hasLiveLine = false
        show(.progress(""))
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
        return String(cFormat: "%.\(digits)f", value)
    }
}
