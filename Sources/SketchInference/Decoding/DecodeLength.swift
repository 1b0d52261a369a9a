/// When a decoder stops. Rows of a prefix count.
public enum DecodeLength: Hashable, Sendable {
    /// At the end-of-drawing state, or after `limit` rows if none comes; the end row is not returned.
    case untilEnd(limit: Int)
    /// After exactly this many rows, whatever the pen state; rows with the pen state `.end` are returned.
    case steps(Int)

    /// The largest number of rows of either kind.
    public static let maximum = 1_000_000

    /// Whether the number of rows does not depend on the drawing.
    var isFixed: Bool {
        if case .steps = self { true } else { false }
    }

    var limit: Int {
        switch self {
        case .untilEnd(let limit): limit
        case .steps(let count): count
        }
    }
}
