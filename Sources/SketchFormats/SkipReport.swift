import SketchCore
import SketchSupport

/// The drawings that were read and skipped, counted by reason.
public struct SkipReport: Hashable, Sendable {
    /// Why a drawing was skipped.
    public enum Reason: Hashable, Sendable, CustomStringConvertible {
        /// Fewer than two points.
        case noLine
        /// A path longer than `Sketch.longestPath` pixels.
        case longPath
        /// More rows than this.
        case rows(moreThan: Int)
        /// More points than this.
        case points(moreThan: Int)
        /// All strokes are shorter than this, in pixels.
        case strokes(shorterThan: Double)
        /// The game did not recognise the drawing.
        case notRecognized
        /// Another value of this field than the filter accepts.
        case otherValue(RecordFilter.Field)
        /// The output format cannot represent the drawing.
        case unwritable(UnwritableDrawing)
        /// A record or file with an error.
        case unreadable
        case other(String)

        /// The reason in words, without a full stop.
        public var description: String {
            switch self {
            case .noLine: "no line"
            case .longPath: "more than \(Sketch.longestPath) pixels of line"
            case .rows(let limit): "more than \(limit) rows"
            case .points(let limit): "more than \(limit) points"
            case .strokes(let limit): "all strokes shorter than \(PlainNumber.text(limit, decimals: 2)) px"
            case .notRecognized: "not recognised"
            case .otherValue(let field): "another \(field.rawValue)"
            case .unwritable(let error): error.description
            case .unreadable: "unreadable after an error"
            case .other(let text): text
            }
        }

        /// The reason of an error that a drawing, not its file, caused.
        public init(_ error: any Error) {
            self =
                switch error {
                case SketchError.tooFewPoints: .noLine
                case SketchError.tooLong: .longPath
                case let error as UnwritableDrawing: .unwritable(error)
                default: .other(String(describing: error))
                }
        }
    }

    /// The number of skipped drawings by reason.
    public private(set) var counts: [Reason: Int] = [:]

    /// Creates an empty report.
    public init() {}

    /// The number of skipped drawings.
    public var count: Int { counts.values.reduce(0, +) }

    /// Counts drawings that were skipped for a reason.
    public mutating func add(_ reason: Reason, _ count: Int = 1) {
        if count > 0 { counts[reason, default: 0] += count }
    }

    /// Counts a drawing that caused an error.
    public mutating func add(_ error: any Error) { add(Reason(error)) }

    /// The reasons' texts with their counts, the most frequent first.
    public var sorted: [(reason: String, count: Int)] {
        counts.map { (reason: $0.key.description, count: $0.value) }.sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
    }
}
