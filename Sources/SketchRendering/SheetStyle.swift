/// How a sheet looks. The defaults are made for A4 and for the screen alike: small cells, a fine pen,
/// generous margins, quiet labels.
public struct SheetStyle: Hashable, Sendable {
    /// How drawings are scaled into their cells.
    public enum Fit: String, Hashable, Sendable, CaseIterable {
        /// One scale for the whole sheet: the largest drawing fills its cell, sizes can be compared.
        case common
        /// Every drawing fills its own cell.
        case each
    }

    /// What a drawing's colour says.
    public enum ColourBy: String, Hashable, Sendable, CaseIterable {
        /// What varies over the sheet: temperature, step, corner, or what was given and what was drawn.
        case sheet
        /// The temperature at which it was drawn: blue at 0, red at 1 and above.
        case temperature
        /// Its place in its row: pink first, blue last.
        case step
        /// The pen's way: each drawing runs from pink to blue.
        case order
        /// Nothing: all is black.
        case none
    }

    /// The side of a cell's square.
    public var cell: Length
    /// White around the sheet.
    public var margin: Length
    /// White between cells.
    public var gap: Length
    /// The pen's width; nil takes 1.5 % of the cell, a 0.3 mm pen on 20 mm cells.
    public var lineWidth: Length?
    /// The largest number of cells in a line; longer rows wrap. Nil lets the sheet choose.
    public var columns: Int?
    public var showsLabels: Bool
    public var fit: Fit
    /// Stands above the sheet; empty for none.
    public var title: String
    /// Pixels per inch of a PNG.
    public var dpi: Double
    /// The unit of an SVG's size; nil takes the cell's.
    public var unit: Length.Unit?
    public var theme: Theme
    public var isTransparent: Bool
    public var colourBy: ColourBy
    /// The temperature of all drawings that do not tell their own; nil where none was drawn at one.
    public var temperature: Double?
    /// Nil makes the page as large as the sheet.
    public var page: PageSize?

    public init(
        cell: Length = .millimetres(20), margin: Length = .millimetres(10), gap: Length = .millimetres(4),
        lineWidth: Length? = nil, columns: Int? = nil, showsLabels: Bool = true, fit: Fit = .common,
        title: String = "", dpi: Double = 192, unit: Length.Unit? = nil,
        theme: Theme = .paper, isTransparent: Bool = false, colourBy: ColourBy = .sheet, temperature: Double? = nil,
        page: PageSize? = nil
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
        self.page = page
    }

    /// Points.
    package var lineWidthInPoints: Double { lineWidth?.points ?? cell.points * 0.015 }
    /// The labels' font size in points: in proportion to the cell, but readable and never loud.
    package var labelSize: Double { min(max(cell.points * 0.115, 4.5), 10) }
    package var titleSize: Double { labelSize * 1.7 }
    /// From the cell's lower edge to the label's baseline, in points.
    package var labelDrop: Double { labelSize * 1.45 }
    /// What a line of labels adds to a line's height, in points.
    package var labelHeight: Double { labelSize * 1.8 }

    /// - Throws: `RenderingError.badStyle` where a value makes no sheet.
    package func validate() throws {
        func check(_ good: Bool, _ setting: String, _ value: String, _ need: String) throws {
            if !good { throw RenderingError.badStyle(setting: setting, value: value, need: need) }
        }
        func checkLength(_ length: Length, _ setting: String, from least: Double) throws {
            let good = length.points.isFinite && length.points >= least && length.points <= 14_400
            try check(good, setting, length.description, least > 0 ? "above 0 and up to 200in" : "0 to 200in")
        }
        try checkLength(cell, "cell", from: 0.01)
        try checkLength(margin, "margin", from: 0)
        try checkLength(gap, "gap", from: 0)
        if let lineWidth {
            try checkLength(lineWidth, "line width", from: 0.001)
            try check(
                lineWidth.points < cell.points / 2, "line width", lineWidth.description,
                "less than half the cell's \(cell.description)")
        }
        if let columns {
            try check((1...10_000).contains(columns), "number of columns", String(columns), "1 to 10000")
        }
        try check(
            dpi.isFinite && dpi >= 1 && dpi <= 10_000, "resolution", PlainNumber.text(dpi, decimals: 2),
            "1 to 10000 dpi")
    }
}
