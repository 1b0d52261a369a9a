import CCairo
import SketchCore

/// Paints a picture on a Cairo surface whose user unit is the point.
enum CairoPainter {
    /// The maximum number of points stroked as one path. Cairo searches each path for self-intersections, which takes
    /// quadratic time on long scribbles. Pieces of a longer line meet in round caps, so they look like one line.
    private static let maximumPathLength = 1024

    /// Paints items in order; groups are ignored.
    ///
    /// - Parameters:
    ///   - font: the font family of text; nil for the default sans-serif font.
    ///   - rows: the rows that are seen, in points; lines outside them may be left out.
    static func draw(
        _ items: [Picture.Item], font: String?, within rows: ClosedRange<Double>? = nil, on context: OpaquePointer
    ) {
        cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        // The maximum distance of a flattened curve, cap or join from the exact one, in pixels.
        cairo_set_tolerance(context, 0.05)
        for item in items {
            switch item {
            case .lines(let lines, let colour, let width):
                setColour(colour, on: context)
                cairo_set_line_width(context, width)
                let rows = rows.map { $0.lowerBound - width...$0.upperBound + width }
                for line in lines { stroke(line, within: rows, on: context) }
            case .curves(let curves, let colour, let width):
                setColour(colour, on: context)
                cairo_set_line_width(context, width)
                let rows = rows.map { $0.lowerBound - width...$0.upperBound + width }
                for curve in curves { stroke(curve: curve, within: rows, on: context) }
            case .text(let text):
                show(text, font: font, on: context)
            case .rectangle(let x, let y, let width, let height, let colour):
                setColour(colour, on: context)
                cairo_rectangle(context, x, y, width, height)
                cairo_fill(context)
            case .group: continue
            }
        }
    }

    /// Strokes a polyline in pieces of at most `maximumPathLength` points.
    private static func stroke(_ line: [Point], within rows: ClosedRange<Double>?, on context: OpaquePointer) {
        let last = line.count - 1
        for start in stride(from: 0, through: max(last - 1, 0), by: maximumPathLength) where last >= 0 {
            let piece = line[start...min(start + maximumPathLength, last)]
            if let rows, extent(of: piece.lazy.map(\.y))?.overlaps(rows) != true { continue }
            cairo_move_to(context, line[start].x, line[start].y)
            // A line of one point is a dot.
            for point in last == 0 ? piece : piece.dropFirst() { cairo_line_to(context, point.x, point.y) }
            cairo_stroke(context)
        }
    }

    /// Strokes a curve in pieces of at most `maximumPathLength` flattened points.
    private static func stroke(curve: [Point], within rows: ClosedRange<Double>?, on context: OpaquePointer) {
        let last = (curve.count - 1) / 3
        if last == 0 { return stroke(curve, within: rows, on: context) }
        // A segment is flattened to about eight lines.
        let pieceLength = maximumPathLength / 8
        for start in stride(from: 0, to: last, by: pieceLength) {
            let end = min(start + pieceLength, last)
            // A curve is within the hull of its control points.
            if let rows, extent(of: curve[3 * start...3 * end].lazy.map(\.y))?.overlaps(rows) != true { continue }
            cairo_move_to(context, curve[3 * start].x, curve[3 * start].y)
            for index in stride(from: 3 * start, to: 3 * end, by: 3) {
                let (a, b, point) = (curve[index + 1], curve[index + 2], curve[index + 3])
                if a == curve[index], b == point {
                    cairo_line_to(context, point.x, point.y)
                } else {
                    cairo_curve_to(context, a.x, a.y, b.x, b.y, point.x, point.y)
                }
            }
            cairo_stroke(context)
        }
    }

    /// The rows that each item touches, in points; nil for an item that touches none.
    static func extents(of items: [Picture.Item], font: String?) -> [ClosedRange<Double>?] {
        let measure = TextMeasure(font: font)
        return items.map { item in
            switch item {
            case .lines(let lines, _, let width), .curves(let lines, _, let width):
                extent(of: lines.lazy.joined().map(\.y)).map { $0.lowerBound - width...$0.upperBound + width }
            case .text(let text): measure.ink(of: text).flatMap { extent(of: [$0.top, $0.bottom]) }
            case .rectangle(_, let y, _, let height, _): extent(of: [y, y + height])
            case .group: nil
            }
        }
    }

    /// The smallest range that contains the finite numbers; nil if there are none.
    private static func extent(of numbers: some Sequence<Double>) -> ClosedRange<Double>? {
        var (lower, upper) = (Double.infinity, -Double.infinity)
        for number in numbers where number.isFinite { (lower, upper) = (min(lower, number), max(upper, number)) }
        return lower <= upper ? lower...upper : nil
    }

    /// Shows a line of text at its anchor and baseline.
    private static func show(_ text: Picture.Text, font: String?, on context: OpaquePointer) {
        guard let layout = TextMeasure.layout(text.string, font: font, size: text.size, on: context) else { return }
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        var width: Int32 = 0
        var height: Int32 = 0
        pango_layout_get_size(layout, &width, &height)
        let points = Double(width) / 1024
        let left =
            switch text.anchor {
            case .start: text.x
            case .middle: text.x - points / 2
            case .end: text.x - points
            }
        setColour(text.colour, on: context)
        cairo_move_to(context, left, text.y - Double(pango_layout_get_baseline(layout)) / 1024)
        pango_cairo_show_layout(context, layout)
    }

    /// Paints the whole surface in one colour.
    static func fill(_ colour: Colour, on context: OpaquePointer) {
        setColour(colour, on: context)
        cairo_paint(context)
    }

    private static func setColour(_ colour: Colour, on context: OpaquePointer) {
        cairo_set_source_rgb(context, colour.red, colour.green, colour.blue)
    }
}
