/// How strokes are prepared for a plotter.
public struct PlotterSettings: Hashable, Sendable {
    /// The number of pens; nil for the profile's.
    public var pens: Int?
    /// The maximum distance of ends that are joined, in mm.
    public var mergeTolerance = 0.1
    /// The minimum length of a stroke, in mm; shorter ones are dropped after joining.
    public var minimumLength = 0.0
    /// Whether strokes keep their order and direction, and are not joined.
    public var keepsOrder = false
    /// A factor of the operations spent on a short path; 0 leaves the greedy order.
    public var effort = 1.0
    /// The width of the pens, in mm: the stroke width of SVG output.
    public var lineWidth = 0.3

    /// Creates settings with their defaults.
    public init() {}
}
