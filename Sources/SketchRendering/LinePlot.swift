import FoundationEssentials
import Glibc
import SketchCore
import SketchSupport

/// Line plots in panels side by side, as in Ha & Eck 2017, figure 4. Lines are labelled at their right ends.
public struct LinePlot: PictureSource, Hashable {
    /// One line.
    public struct Series: Hashable, Sendable {
        /// Text at the line's right end; empty for none.
        public var label: String
        /// The colour of line and label.
        public var colour: Colour
        /// The points, in ascending order of x. Points that are not finite, or beyond ±10^100, are dropped.
        public var points: [Point]
        /// Whether the line is thin and pale, as a background.
        public var isFaint: Bool

        /// Creates a line.
        public init(label: String = "", colour: Colour, points: [Point], isFaint: Bool = false) {
            self.label = label
            self.colour = colour
            self.points = points.filter { abs($0.x) <= 1e100 && abs($0.y) <= 1e100 }
            self.isFaint = isFaint
        }
    }

    /// One plot with its own axes.
    public struct Panel: Hashable, Sendable {
        /// The title above the panel.
        public var title: String
        /// The lines.
        public var series: [Series]

        /// Creates a panel.
        public init(title: String, series: [Series]) {
            self.title = title
            self.series = series
        }
    }

    /// The panels from left to right; those without points are omitted.
    public var panels: [Panel]
    /// The label of the x axis.
    public var axis: String
    /// Title, margin, theme and output settings.
    public var style: SheetStyle

    /// Creates a plot.
    public init(panels: [Panel], axis: String, style: SheetStyle = SheetStyle()) {
        self.panels = panels
        self.axis = axis
        self.style = style
    }

    private static let size = (width: 200.0, height: 130.0)
    private static let font = 8.0

    public func picture() throws -> Picture {
        try style.validate()
        let panels = panels.filter { panel in panel.series.contains { !$0.points.isEmpty } }
        guard !panels.isEmpty else { throw RenderingError.nothingToDraw }
        let measure = TextMeasure()
        var items: [Picture.Item] = []
        let margin = style.marginInPoints
        var x = margin
        let top = margin + (style.title.isEmpty ? 0 : Self.font * 3)
        for panel in panels {
            let frame = Frame(panel: panel, left: x + 30, top: top + Self.font * 2.2, size: Self.size)
            items += self.items(of: panel, in: frame)
            let names = panel.series.map { measure.width($0.label, size: Self.font) }.max() ?? 0
            x = frame.left + Self.size.width + max(names + 6, 10) + 12
        }
        let width = x - 12 + margin
        if !style.title.isEmpty {
            items.append(
                .text(
                    .init(
                        measure.fitted(style.title, size: Self.font * 1.6, limit: width - 2 * margin), x: margin,
                        y: margin + Self.font * 1.4, size: Self.font * 1.6, colour: .title, anchor: .start)))
        }
        return Picture(
            width: width, height: top + Self.font * 2.2 + Self.size.height + Self.font * 4 + margin, items: items,
            unit: style.outputUnit, dpi: style.dpi, title: style.title
        ).themed(style.theme, isTransparent: style.isTransparent)
    }

    /// The mapping from a panel's values to points on the page.
    private struct Frame {
        let left, top: Double
        let size: (width: Double, height: Double)
        let x: Scale
        let y: Scale

        init(panel: Panel, left: Double, top: Double, size: (width: Double, height: Double)) {
            (self.left, self.top, self.size) = (left, top, size)
            let points = panel.series.flatMap(\.points)
            x = Scale(points.map(\.x), trimsTop: false)
            // Losses of the first training steps are much larger than the rest and would flatten it.
            y = Scale(points.map(\.y), trimsTop: true)
        }

        func place(_ point: Point) -> Point {
            Point(
                x: left + x.fraction(point.x) * size.width,
                y: top + (1 - min(max(y.fraction(point.y), 0), 1)) * size.height)
        }
    }

    /// An axis from 0, or from a round number below the minimum if that is negative, with round ticks.
    private struct Scale {
        let bottom: Double
        let top: Double
        let step: Double

        init(_ values: [Double], trimsTop: Bool) {
            let sorted = values.sorted()
            let largest = sorted.last ?? 1
            let ninetiethPercentile = Quantile.value(after: 0.9, ofSorted: sorted) ?? 1
            let minimum = min(sorted.first ?? 0, 0)
            let maximum = max(
                trimsTop ? min(largest, max(ninetiethPercentile, -minimum) * 1.6) : largest, 1e-9)
            let range = maximum - minimum
            let power = pow(10, floor(log10(range / 4)))
            step = [1, 2, 2.5, 5, 10].map { $0 * power }.first { range / $0 <= 4.5 } ?? range / 4
            top = trimsTop ? (maximum / step - 1e-9).rounded(.up) * step : maximum
            bottom = (minimum / step + 1e-9).rounded(.down) * step
        }

        func fraction(_ value: Double) -> Double { (value - bottom) / (top - bottom) }
        var ticks: [Double] {
            (Int((bottom / step).rounded())...Int(top / step + 1e-9)).map { Double($0) * step }
        }
    }

    private func items(of panel: Panel, in frame: Frame) -> [Picture.Item] {
        let (font, size) = (Self.font, Self.size)
        var items: [Picture.Item] = []
        func text(_ string: String, x: Double, y: Double, colour: Colour = .label, anchor: Picture.Text.Anchor) {
            items.append(.text(.init(string, x: x, y: y, size: font, colour: colour, anchor: anchor)))
        }
        text(panel.title, x: frame.left, y: frame.top - font, colour: .title, anchor: .start)
        for tick in frame.y.ticks {
            let y = frame.place(Point(x: 0, y: tick)).y
            let colour = tick == 0 ? Colour(rgb: 0xB0B0B0) : Colour(rgb: 0xE4E4E4)
            items.append(
                .lines(
                    [[Point(x: frame.left, y: y), Point(x: frame.left + size.width, y: y)]], colour: colour, width: 0.4))
            text(PlainNumber.text(tick, decimals: 4), x: frame.left - 4, y: y + font * 0.35, anchor: .end)
        }
        for tick in frame.x.ticks {
            let x = frame.place(Point(x: tick, y: 0)).x
            text(PlainNumber.text(tick, decimals: 4), x: x, y: frame.top + size.height + font * 1.5, anchor: .middle)
        }
        text(axis, x: frame.left + size.width / 2, y: frame.top + size.height + font * 3, anchor: .middle)
        var names: [(y: Double, series: Series)] = []
        for series in panel.series where !series.points.isEmpty {
            let line = series.points.map(frame.place)
            let colour = series.isFaint ? Palette.linear(from: series.colour, to: .white, fraction: 0.65) : series.colour
            items.append(.lines([line], colour: colour, width: series.isFaint ? 0.5 : 1.1))
            if !series.label.isEmpty, let end = line.last { names.append((end.y, series)) }
        }
        var lowest = -Double.infinity
        for (y, series) in names.sorted(by: { $0.y < $1.y }) {
            lowest = max(y, lowest + font * 1.15)
            text(
                series.label, x: frame.left + size.width + 6, y: lowest + font * 0.35, colour: series.colour,
                anchor: .start)
        }
        return items
    }
}
