import SketchCore
import SketchSupport

/// A histogram: counts per range of a number, as bars.
public struct BarPlot: PictureSource, Hashable {
    /// A bar for the range from `low` to `high`.
    public struct Bar: Hashable, Sendable {
        /// The lower bound of the range, shown below the bar.
        public var low: Double
        /// The upper bound of the range.
        public var high: Double
        /// The height of the bar, in the unit of the y axis.
        public var value: Double

        /// Creates a bar.
        public init(low: Double, high: Double, value: Double) {
            (self.low, self.high, self.value) = (low, high, value)
        }
    }

    /// The title above the plot.
    public var title: String
    /// The label of the x axis.
    public var axis: String
    /// The bars from left to right. All are equally wide, whatever their ranges.
    public var bars: [Bar]
    /// Margin, theme and output settings.
    public var style: SheetStyle

    /// Creates a histogram.
    public init(title: String, axis: String, bars: [Bar], style: SheetStyle = SheetStyle()) {
        (self.title, self.axis, self.bars, self.style) = (title, axis, bars, style)
    }

    private static let size = (width: 260.0, height: 140.0)
    private static let font = 8.0

    public func picture() throws -> Picture {
        try style.validate()
        let highest = bars.map(\.value).filter(\.isFinite).max() ?? 0
        guard highest > 0 else { throw RenderingError.nothingToDraw }
        let (margin, font, size) = (style.marginInPoints, Self.font, Self.size)
        let (left, top) = (margin + 36, margin + font * 2.4)
        let step = Self.step(highest)
        let scale = (highest / step).rounded(.up) * step
        var items: [Picture.Item] = []
        func text(_ string: String, x: Double, y: Double, colour: Colour = .label, anchor: Picture.Text.Anchor) {
            items.append(.text(.init(string, x: x, y: y, size: font, colour: colour, anchor: anchor)))
        }
        text(title, x: left, y: top - font, colour: .title, anchor: .start)
        for tick in stride(from: 0, through: scale, by: step) {
            let y = top + size.height * (1 - tick / scale)
            items.append(
                .lines(
                    [[Point(x: left, y: y), Point(x: left + size.width, y: y)]],
                    colour: Colour(rgb: tick == 0 ? 0xB0B0B0 : 0xE4E4E4), width: 0.4))
            text(PlainNumber.text(tick, decimals: 2), x: left - 4, y: y + font * 0.35, anchor: .end)
        }
        let width = size.width / Double(bars.count)
        let labelled = max(bars.count / 8, 1)
        for (index, bar) in bars.enumerated() {
            let x = left + Double(index) * width
            let height = size.height * bar.value / scale
            if height > 0 {
                items.append(
                    .rectangle(
                        x: x + width * 0.1, y: top + size.height - height, width: width * 0.8, height: height,
                        colour: Palette.blue))
            }
            if index % labelled == 0 {
                text(PlainNumber.text(bar.low, decimals: 2), x: x + width / 2, y: top + size.height + font * 1.5, anchor: .middle)
            }
        }
        text(axis, x: left + size.width / 2, y: top + size.height + font * 3, anchor: .middle)
        return Picture(
            width: left + size.width + margin, height: top + size.height + font * 4 + margin, items: items,
            unit: style.outputUnit, dpi: style.dpi, title: title
        ).themed(style.theme, isTransparent: style.isTransparent)
    }

    /// Returns the distance between ticks: 1, 2 or 5 times a power of ten, for at most five ticks above 0.
    private static func step(_ highest: Double) -> Double {
        var power = 1e-6
        while true {
            for factor in [1.0, 2, 5] where highest / (factor * power) <= 5 { return factor * power }
            power *= 10
        }
    }
}
