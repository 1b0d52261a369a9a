import CCairo
import Dispatch
import SketchSupport

/// Measures and lays out text with Pango, in fontconfig's default sans-serif font.
///
/// Hinting is off, so a label has the same width in PNG, SVG and PDF. Instances must not be shared between threads.
package final class TextMeasure {
    private let surface: OpaquePointer?
    private let context: OpaquePointer?

    /// Creates a Cairo context for measuring.
    package init() {
        // A recording surface has no pixels, so this context only measures.
        surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, nil)
        context = cairo_create(surface)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// Returns the width of `text` on one line, in points, at a font size of `size` points.
    package func width(_ text: String, size: Double) -> Double {
        guard let layout = Self.layout(text, size: size, on: context) else { return 0 }
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        var width: Int32 = 0
        var height: Int32 = 0
        pango_layout_get_size(layout, &width, &height)
        return Double(width) / 1024
    }

    /// Returns the first and the last row that the ink of a line of text covers, in points; nil for text that is not shown.
    func inkRows(of text: Picture.Text) -> (top: Double, bottom: Double)? {
        guard let layout = Self.layout(text.string, size: text.size, on: context) else { return nil }
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        var ink = PangoRectangle()
        pango_layout_get_extents(layout, &ink, nil)
        let top = text.y - Double(pango_layout_get_baseline(layout) - ink.y) / 1024
        return (top, top + Double(ink.height) / 1024)
    }

    /// Returns `text` shortened to at most `limit` points. Characters in the middle are replaced with an ellipsis,
    /// because file names usually differ at the ends.
    package func fitted(_ text: String, size: Double, limit: Double) -> String {
        let flat = Self.singleLine(text)
        if width(flat, size: size) <= limit { return flat }
        let characters = Array(flat)
        func shortened(_ kept: Int) -> String {
            String(characters.prefix((kept + 1) / 2)) + "…" + String(characters.suffix(kept / 2))
        }
        var low = 0
        var high = min(characters.count - 1, 400)
        while low < high {
            let middle = (low + high + 1) / 2
            if width(shortened(middle), size: size) <= limit { low = middle } else { high = middle - 1 }
        }
        return low == 0 ? "" : shortened(low)
    }

    /// Returns `text` with line breaks, tabs, control characters and noncharacters replaced by spaces.
    package static func singleLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let isControl =
                        scalar.properties.generalCategory == .control || scalar.properties.isNoncharacterCodePoint
                    let breaksLine = scalar.value == 0x2028 || scalar.value == 0x2029
                    return isControl || breaksLine ? " " : scalar
                }))
    }

    /// The reason why no text can be laid out; nil if it can.
    ///
    /// Pango aborts the process if it cannot start its threads, and shows boxes where there is no font.
    static let problem: RenderingError? = {
        // All at the same time, and twice as many: the system counts a thread for a moment after its end.
        let gate = DispatchSemaphore(value: 0)
        let threads = (0..<2 * pangoThreads).map { _ in BackgroundThread { gate.wait() } }
        for _ in threads { gate.signal() }
        for thread in threads { thread?.join() }
        guard threads.allSatisfy({ $0 != nil }), AddressSpace.hasRoom(mebibytes: pangoMemory) else { return .noTextThreads }
        let measure = TextMeasure()
        guard let layout = layoutUnchecked("A", size: 10, on: measure.context) else { return .noFont }
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        return pango_layout_get_unknown_glyphs_count(layout) == 0 ? nil : .noFont
    }()

    /// Pango loads fontconfig, matches a font and sorts the others in threads of their own.
    private static let pangoThreads = 3
    /// The MiB of address space for the stacks of these threads and their part of the heap.
    private static let pangoMemory = 128

    /// Returns a Pango layout of `text` on one line; the caller releases it with `g_object_unref`. Nil if there is a
    /// `problem`.
    static func layout(_ text: String, size: Double, on context: OpaquePointer?) -> OpaquePointer? {
        problem == nil ? layoutUnchecked(text, size: size, on: context) : nil
    }

    private static func layoutUnchecked(_ text: String, size: Double, on context: OpaquePointer?) -> OpaquePointer? {
        guard let layout = pango_cairo_create_layout(context) else { return nil }
        let pangoContext = pango_layout_get_context(layout)
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        pango_cairo_context_set_font_options(pangoContext, options)
        cairo_font_options_destroy(options)
        pango_context_set_round_glyph_positions(pangoContext, 0)
        let font = pango_font_description_new()
        pango_font_description_set_family(font, "Sans")
        pango_font_description_set_absolute_size(font, size * 1024)
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        pango_layout_set_single_paragraph_mode(layout, 1)
        let flat = singleLine(text)
        pango_layout_set_text(layout, flat, Int32(clamping: flat.utf8.count))
        return layout
    }
}
