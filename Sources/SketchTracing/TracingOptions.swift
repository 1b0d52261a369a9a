/// How a scan is traced. Lengths are in pixels of the scan.
public struct TracingOptions: Hashable, Sendable {
    /// The widest gap between two ends of lines that is joined if the lines go on in each other's direction; nil for five
    /// times the width of the lines, 0 joins none.
    public var gap: Double?
    /// Shorter strokes are left out.
    public var minimumLength = 0.0
    /// Whether the drawings of a page are separated.
    public var separatesDrawings = false
    /// The least distance of the strokes of different drawings; nil for a value that suits the page.
    public var drawingDistance: Double?
    /// Whether a skewed page is straightened, if the skew is certain.
    public var straightens = true

    /// Creates the standard options.
    public init() {}
}
