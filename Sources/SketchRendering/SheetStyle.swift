/// Lengths, colours and layout of a sheet. The defaults suit A4 paper and screens.
public struct SheetStyle: Hashable, Sendable {
    /// How drawings are scaled to their cells.
    public enum Fit: String, Hashable, Sendable, CaseIterable {
        /// All drawings have the same scale, at which the largest fills its cell, so sizes can be compared.
        case common
        /// Each drawing fills its cell.
        case each
    }

    /// The property that the colour of a drawing encodes.
    public enum ColourBy: String, Hashable, Sendable, CaseIterable {
        /// What the sheet varies: temperature, step, corner, or given and decoded strokes.
        case sheet
        /// The sampling temperature: blue at 0, red at 1 and above.
        case temperature
        /// The position in the row: pink at the first, blue at the last.
        case step
        /// The drawing order of the points: each drawing changes from pink to blue.
        case order
        /// No property: all drawings are black.
        case none
    }

    /// The side length of a sheet cell.
    public var cell: Length
    /// The margin around the sheet.
    public var margin: Length
    /// The spacing between cells.
    public var gap: Length
    /// The line width; `nil` for 1.5 % of the cell, which is 0.3 mm for cells of 20 mm.
    public var lineWidth: Length?
    /// The maximum number of cells per line; longer rows wrap. `nil` uses the sheet's default.
    public var columns: Int?
    /// Whether labels are shown.
    public var showsLabels: Bool
    /// How drawings are scaled to their cells.
    public var fit: Fit
    /// The title above the sheet; empty for none.
    public var title: String
    /// The resolution of PNG output, in pixels per inch.
    public var dpi: Double
    /// The unit of sizes and coordinates in SVG output; `nil` for the unit of `cell`.
    public var unit: Length.Unit?
    /// The colours of paper and ink.
    public var theme: Theme
    /// Whether the background is transparent instead of the theme's paper colour.
    public var isTransparent: Bool
    /// The property that the colour of a drawing encodes.
    public var colourBy: ColourBy
    /// The temperature of all cells without their own; `nil` if the drawings were not sampled.
    public var temperature: Double?
    /// Whether strokes are smooth curves through their points, with corners at turns of more than 70 degrees; otherwise they
    /// are polygons. A curve is at most 4 % of the stroke's larger side away from the polygon.
    public var hasCurves: Bool
    /// The page that the sheet is centred on; `nil` for a page of the sheet's size.
    public var page: PageSize?

    /// Creates a style.
    public init(
        cell: Length = .millimetres(20), margin: Length = .millimetres(10), gap: Length = .millimetres(4),
        lineWidth: Length? = nil, columns: Int? = nil, showsLabels: Bool = true, fit: Fit = .common,
        title: String = "", dpi: Double = 192, unit: Length.Unit? = nil,
        theme: Theme = .paper, isTransparent: Bool = false, colourBy: ColourBy = .sheet, temperature: Double? = nil,
        hasCurves: Bool = true, page: PageSize? = nil
    ) {
        self.cell = cell
        self.margin = margin
        self.gap = gap
        self.lineWidth = lineWidth
        self.columns = columns
        self.showsLabels = showsLabels
        self.fit = fit
        self.title = title
        self.dpi = dpi
        self.unit = unit
        self.theme = theme
        self.isTransparent = isTransparent
        self.colourBy = colourBy
        self.temperature = temperature
        self.hasCurves = hasCurves
        self.page = page
    }

    /// The line width, in points.
    package var lineWidthInPoints: Double { lineWidth?.points ?? cell.points * 0.015 }
    /// The font size of labels, in points: proportional to the cell, from 4.5 to 10.
    package var labelSize: Double { min(max(cell.points * 0.115, 4.5), 10) }
    /// The font size of the title, in points.
    package var titleSize: Double { labelSize * 1.7 }
    /// The distance from the cell's lower edge to the label's baseline, in points.
    package var labelDrop: Double { labelSize * 1.45 }
    /// The height that labels add to a line, in points.
    package var labelHeight: Double { labelSize * 1.8 }

    /// Checks that lengths, columns and resolution are in their ranges.
    ///
    /// - Throws: `RenderingError.badStyle`.
    package func validate() throws {
        func check(_ good: Bool, _ setting: String, _ value: String, _ need: String) throws {
            if !good { throw RenderingError.badStyle(setting: setting, value: value, need: need) }
        }
        func checkLength(_ length: Length, _ setting: String, from minimum: Double) throws {
            let good = length.points.isFinite && length.points >= minimum && length.points <= 14_400
            try check(good, setting, length.description, minimum > 0 ? "greater than 0 and at most 200in" : "from 0 to 200in")
        }
        try checkLength(cell, "cell", from: 0.01)
        try checkLength(margin, "margin", from: 0)
        try checkLength(gap, "gap", from: 0)
        if let lineWidth {
            try checkLength(lineWidth, "line width", from: 0.001)
            try check(
                lineWidth.points < cell.points / 2, "line width", lineWidth.description,
                "less than half the cell of \(cell.description)")
        }
        if let columns {
            try check((1...10_000).contains(columns), "number of columns", String(columns), "from 1 to 10000")
        }
        try check(
            dpi.isFinite && dpi >= 1 && dpi <= 10_000, "resolution", PlainNumber.text(dpi, decimals: 2),
            "from 1 to 10000 dpi")
    }
}
