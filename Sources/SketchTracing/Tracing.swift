import SketchCore

/// The strokes that were found on a page, and what was left out.
public struct Tracing: Sendable {
    /// The drawings, in pixels of the scan: one, or, if they are separated, all in reading order. The middle of the top left
    /// pixel is at 0.5, 0.5. A straightened page is turned around its middle.
    public var drawings: [Sketch]
    /// The drawings before the page was straightened, over the scan.
    public var drawingsOnScan: [Sketch]
    /// The numbers of what was found and left out.
    public var counts = Counts()
    /// The width of the lines, in pixels of the scan.
    public var lineWidth = 0.0
    /// The angle by which the page was turned to straighten it, in degrees counterclockwise; nil if it was not.
    public var straightenedBy: Double?
    /// Whether the lines are lighter than the page.
    public var isNegative = false

    /// What was found on a page, counted.
    public struct Counts: Hashable, Sendable {
        /// Specks that are smaller than the lines are wide; left out.
        public var specks = 0
        /// Spurs: short side branches of a thinned line, which the ink's ragged edge causes; left out.
        public var spurs = 0
        /// Strokes shorter than the minimum; left out.
        public var shortStrokes = 0
        /// Dark areas at the page's edge; left out.
        public var margins = 0
        /// Filled areas, of which the outline was traced.
        public var filledAreas = 0
        /// Gaps that were joined.
        public var gaps = 0
        /// Places where lines meet or cross.
        public var junctions = 0
    }

    /// The number of strokes of all drawings.
    public var strokeCount: Int { drawings.reduce(0) { $0 + $1.strokes.count } }
}
