import SketchCore
import SketchPlotter
import SketchRendering
import SketchSupport

/// The place of a drawing alone on a page. Lengths are in millimetres.
struct PagePlacement {
    /// How large the drawing becomes.
    enum Size {
        /// A drawing from a page keeps its size if it fits; others fill the page.
        case standard
        /// 96 pixels are an inch.
        case kept
        /// The drawing fills the page.
        case fitted
    }

    let width: Double
    let height: Double
    private let margin: Double
    private let penWidth: Double
    private let style: SheetStyle
    /// Whether the drawing is from a document of this page. Its strokes keep their place, and are cut at the page's edge.
    private let isOwnPage: Bool

    /// Millimetres in a point.
    static let millimetres = 25.4 / 72
    private static let millimetresInPixel = 25.4 / 96

    /// - Throws: `RenderingError.badStyle`.
    init(style: SheetStyle, penWidth: Double, isOwnPage: Bool = false) throws {
        try style.validate()
        let page = style.orientedPage ?? Page(width: .millimetres(210), height: .millimetres(297))
        (width, height) = (page.width.points * Self.millimetres, page.height.points * Self.millimetres)
        margin = style.margin == nil && style.page == nil ? 10 : style.marginInPoints * Self.millimetres
        (self.penWidth, self.style, self.isOwnPage) = (penWidth, style, isOwnPage)
    }

    /// The ink of a drawing at its place.
    ///
    /// - Throws: `PlotterError.nothingToPlot` or `.drawingTooLarge`.
    func ink(of record: SketchRecord, size: Size, warn: (String) -> Void) throws -> [PlotterInk] {
        let strokes = record.sketch.strokes.enumerated().filter {
            !$0.element.isEmpty && $0.element.allSatisfy(Bounds.isDrawable)
        }
        let document = DocumentInk(record)
        guard let bounds = Bounds(strokes.lazy.flatMap(\.element)) else { throw PlotterError.nothingToPlot }
        let place = try map(of: bounds, isFromPage: document != nil, size, warn)
        // Strokes of a page are as they should be; others have few points.
        let isCurved = style.hasCurves && document == nil
        return strokes.map { index, stroke in
            let points = stroke.map(place)
            let curve = isCurved ? SmoothCurve.bezier(through: points) : nil
            return PlotterInk(
                curve: curve, points: points, colour: document?.colour(of: index) ?? .black,
                part: document?.layer(of: index) ?? record.sketch.name)
        }
    }

    /// The map from pixels to the page.
    private func map(
        of bounds: Bounds, isFromPage: Bool, _ size: Size, _ warn: (String) -> Void
    ) throws -> (Point) -> Point {
        let scale = Self.millimetresInPixel
        if isOwnPage, size != .fitted { return { Point(x: $0.x * scale, y: $0.y * scale) } }
        let (trueWidth, trueHeight) = (bounds.width * scale, bounds.height * scale)
        let room = (width: max(width - 2 * margin - penWidth, 0), height: max(height - 2 * margin - penWidth, 0))
        let fits = trueWidth <= width + 1e-6 && trueHeight <= height + 1e-6
        var isKept = size == .kept || size == .standard && isFromPage
        if isKept, !fits {
            guard size == .standard else {
                throw PlotterError.drawingTooLarge(width: trueWidth, height: trueHeight, pageWidth: width, pageHeight: height)
            }
            warn(
                "The drawing is \(Self.text(trueWidth)) x \(Self.text(trueHeight)) mm, larger than the page, and is reduced to fit. "
                    + "Choose a larger --page to keep its size.")
            isKept = false
        }
        guard isKept else {
            let factors = [room.width / max(bounds.width, 1e-9), room.height / max(bounds.height, 1e-9)]
            let factor = bounds.extent > 1e-9 ? min(factors[0], factors[1]) : 0
            return centred(bounds, factor)
        }
        let isInside =
            bounds.minX * scale >= -1e-6 && bounds.minY * scale >= -1e-6 && bounds.maxX * scale <= width + 1e-6
            && bounds.maxY * scale <= height + 1e-6
        // A drawing from a page keeps its place too.
        return isFromPage && isInside ? { Point(x: $0.x * scale, y: $0.y * scale) } : centred(bounds, scale)
    }

    private func centred(_ bounds: Bounds, _ factor: Double) -> (Point) -> Point {
        let centre = bounds.centre
        return { Point(x: width / 2 + ($0.x - centre.x) * factor, y: height / 2 + ($0.y - centre.y) * factor) }
    }

    private static func text(_ length: Double) -> String { PlainNumber.text(length, decimals: 1) }
}
