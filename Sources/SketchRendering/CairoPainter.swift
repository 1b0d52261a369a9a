import CCairo
import SketchCore

/// Paints a picture on a Cairo surface whose user unit is the point.
enum CairoPainter {
    /// The maximum number of points stroked as one path. Cairo searches each path for self-intersections, which takes
    /// quadratic time on long scribbles. Pieces of a longer line meet in round caps, so they look like one line.
    private static let maximumPathLength = 1024

    /// Paints all items in order.
    static func draw(_ picture: Picture, on context: OpaquePointer) {
        cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        // Only round caps and joins have curves to flatten: strokes are polylines.
        cairo_set_tolerance(context, 0.05)
        for item in picture.flatItems {
            switch item {
            case .lines(let lines, let colour, let width):
                setColour(colour, on: context)
                cairo_set_line_width(context, width)
                stroke(lines, on: context)
            case .text(let text):
                show(text, on: context)
            case .rectangle(let x, let y, let width, let height, let colour):
                setColour(colour, on: context)
                cairo_rectangle(context, x, y, width, height)
                cairo_fill(context)
            case .group: continue
            }
        }
    }

    /// Strokes each polyline separately, in pieces of at most `maximumPathLength` points.
    private static func stroke(_ lines: [[Point]], on context: OpaquePointer) {
        for line in lines {
            guard let first = line.first else { continue }
            cairo_move_to(context, first.x, first.y)
            if line.count == 1 { cairo_line_to(context, first.x, first.y) }
            for (index, point) in line.enumerated().dropFirst() {
                cairo_line_to(context, point.x, point.y)
                if index % maximumPathLength == 0 {
                    cairo_stroke(context)
                    cairo_move_to(context, point.x, point.y)
                }
            }
            cairo_stroke(context)
        }
    }

    /// Shows a line of text at its anchor and baseline.
    private static func show(_ text: Picture.Text, on context: OpaquePointer) {
        guard let layout = TextMeasure.layout(text.string, size: text.size, on: context) else { return }
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
