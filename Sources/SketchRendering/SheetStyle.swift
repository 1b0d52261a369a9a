import SketchSupport

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

    /// The side length of a sheet cell; `nil` for 20 mm, or on a page for cells as large as the page allows.
    public var cell: Length?
    /// The margin around the ink of the sheet; `nil` for a quarter of the cell, or on a page for 5 % of its shorter side.
    public var margin: Length?
    /// The spacing between cells; `nil` for 15 % of the cell.
    public var gap: Length?
    /// The line width; `nil` for 1.75 % of the cell, which is 0.35 mm for cells of 20 mm.
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
    /// The page that the sheet fills, or is centred on if `cell` is set; `nil` for a page of the sheet's size.
    public var page: Page?
    /// Whether a page that is higher than wide is turned.
    public var isLandscape: Bool
    /// The font size of labels; `nil` for 17 % of the cell within limits: from 6 pt on paper, from 2 % of the shorter side on
    /// slides and screens.
    public var labelLength: Length?
    /// The font family of text; `nil` for the default sans-serif font.
    public var font: String?
    /// Labels instead of the sheet's: those of the columns, or else those of the drawings in reading order. `nil` uses the
    /// sheet's; drawings beyond the last one have none.
    public var labels: [String]?
    /// Colours of the drawings instead of the sheet's: one for all, or several that change from first to last along each row.
    /// Inputs stay black.
    public var colours: [Colour]
    /// Spacing between columns and between lines in addition to `gap`, in points.
    var extraGap = Extra()

    /// Spacing in addition to the style's.
    struct Extra: Hashable, Sendable {
        var x = 0.0
        var y = 0.0
    }

    /// Creates a style.
    public init(
        cell: Length? = nil, margin: Length? = nil, gap: Length? = nil,
        lineWidth: Length? = nil, columns: Int? = nil, showsLabels: Bool = true, fit: Fit = .common,
        title: String = "", dpi: Double = 192, unit: Length.Unit? = nil,
        theme: Theme = .paper, isTransparent: Bool = false, colourBy: ColourBy = .sheet, temperature: Double? = nil,
        hasCurves: Bool = true, page: Page? = nil, isLandscape: Bool = false, labelLength: Length? = nil, font: String? = nil,
        labels: [String]? = nil, colours: [Colour] = []
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
        self.isLandscape = isLandscape
        self.labelLength = labelLength
        self.font = font
        self.labels = labels
        self.colours = colours
    }

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
        if let cell { try checkLength(cell, "cell", from: 0.01) }
        if let margin { try checkLength(margin, "margin", from: 0) }
        if let gap { try checkLength(gap, "gap", from: 0) }
        if let labelLength { try checkLength(labelLength, "label size", from: 0.1) }
        if let lineWidth {
            try checkLength(lineWidth, "line width", from: 0.001)
            let isThin = lineWidth.points < cellInPoints / 2 || cell == nil && page != nil
            try check(
                isThin, "line width", lineWidth.description,
                "less than half the cell of \(cell?.description ?? "20mm")")
        }
        if let columns {
            try check((1...10_000).contains(columns), "number of columns", String(columns), "from 1 to 10000")
        }
        try check(
            dpi.isFinite && dpi >= 1 && dpi <= 10_000, "resolution", PlainNumber.text(dpi, decimals: 2),
            "from 1 to 10000 dpi")
    }
}
