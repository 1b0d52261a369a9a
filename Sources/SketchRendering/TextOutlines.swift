import CCairo
import SketchCore

/// Text as outlines of letters.
package struct TextOutlines {
    /// The outlines of a line of text whose baseline starts at (0, 0), in units of the font size; y runs down.
    package let curves: [DrawingPage.Curve]
    /// The distance from the start of the text to its end.
    package let advance: Double
    /// The characters for which no font has a glyph.
    package let missingGlyphs: Int

    /// The font size, in Cairo's units, of which 1/256 is the precision.
    private static let size = 256.0

    /// Lays out text with Pango, without hinting. Nil if no text can be laid out.
    ///
    /// - Parameters:
    ///   - families: names of font families, separated by commas; the first one that is installed is used.
    ///   - weight: from 100 to 1000; 400 is regular.
    package init?(_ text: String, families: String, weight: Int, isItalic: Bool) {
        let surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, nil)
        let context = cairo_create(surface)
        defer {
            cairo_destroy(context)
            cairo_surface_destroy(surface)
        }
        let face = TextMeasure.Face(families: families, weight: Int32(clamping: weight), isItalic: isItalic)
        guard let layout = TextMeasure.layout(text, face, size: Self.size, on: context) else { return nil }
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        cairo_move_to(context, 0, -Double(pango_layout_get_baseline(layout)) / 1024)
        pango_cairo_layout_path(context, layout)
        var (width, height): (Int32, Int32) = (0, 0)
        pango_layout_get_size(layout, &width, &height)
        advance = Double(width) / 1024 / Self.size
        missingGlyphs = Int(pango_layout_get_unknown_glyphs_count(layout))
        guard let path = cairo_copy_path(context) else { return nil }
        defer { cairo_path_destroy(path) }
        curves = Self.curves(path.pointee)
    }

    /// Whether the first family is installed.
    package static func hasFamily(_ name: String) -> Bool { TextMeasure.isInstalled(name) }

    private static func curves(_ path: cairo_path_t) -> [DrawingPage.Curve] {
        var curves: [DrawingPage.Curve] = []
        guard path.status == CAIRO_STATUS_SUCCESS, let data = path.data else { return curves }
        func point(_ index: Int) -> Point { Point(x: data[index].point.x / size, y: data[index].point.y / size) }
        var open: DrawingPage.Curve?
        func finish() {
            if let open, !open.segments.isEmpty { curves.append(open) }
            open = nil
        }
        var index = 0
        while index < Int(path.num_data) {
            switch data[index].header.type {
            case CAIRO_PATH_MOVE_TO:
                finish()
                open = DrawingPage.Curve(start: point(index + 1), segments: [])
            case CAIRO_PATH_LINE_TO: open?.segments.append(.line(to: point(index + 1)))
            case CAIRO_PATH_CURVE_TO:
                open?.segments.append(.cubic(point(index + 1), point(index + 2), to: point(index + 3)))
            default:
                if let start = open?.start, open?.isClosed == false, open?.segments.isEmpty == false {
                    open?.segments.append(.line(to: start))
                }
                finish()
            }
            index += max(Int(data[index].header.length), 1)
        }
        finish()
        return curves
    }
}
