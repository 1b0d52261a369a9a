import CCairo
import Dispatch
import SketchSupport

/// Measures and lays out text with Pango, in a font family or fontconfig's default sans-serif font.
///
/// Hinting is off, so a label has the same width in PNG, SVG and PDF. Instances must not be shared between threads.
package final class TextMeasure {
    private let surface: OpaquePointer?
    private let context: OpaquePointer?
    /// The widths of texts at a font size of 1 point.
    private var widths: [String: Double] = [:]
    private var inks: [SizedText: Ink] = [:]

    private let font: String?

    /// Creates a Cairo context for measuring.
    ///
    /// - Parameter font: a font family; nil for the default sans-serif font.
    package init(font: String? = nil) {
        self.font = font
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
        guard let layout = Self.layout(text, font: font, size: size, on: context) else { return 0 }
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        var width: Int32 = 0
        var height: Int32 = 0
        pango_layout_get_size(layout, &width, &height)
        return Double(width) / 1024
    }

    /// Returns the rectangle that the ink of a line of text covers, in points; nil for text that is not shown.
    func ink(of text: Picture.Text) -> (left: Double, top: Double, right: Double, bottom: Double)? {
        guard let ink = ink(of: text.string, size: text.size) else { return nil }
        let start =
            switch text.anchor {
            case .start: text.x
            case .middle: text.x - ink.advance / 2
            case .end: text.x - ink.advance
            }
        return (start + ink.left, text.y + ink.top, start + ink.right, text.y + ink.bottom)
    }

    /// The ink of a text from its start and baseline, and its width, in points.
    private struct Ink {
        var left, top, right, bottom, advance: Double
    }

    /// A text at a font size.
    private struct SizedText: Hashable {
        var text: String
        var size: Double
    }

    /// Returns the ink of a text, measured once.
    private func ink(of text: String, size: Double) -> Ink? {
        let key = SizedText(text: text, size: size)
        if let ink = inks[key] { return ink }
        guard let layout = Self.layout(text, font: font, size: size, on: context) else { return nil }
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        var (ink, logical) = (PangoRectangle(), PangoRectangle())
        pango_layout_get_extents(layout, &ink, &logical)
        guard ink.width > 0 else { return nil }
        let (left, top) = (Double(ink.x) / 1024, Double(ink.y - pango_layout_get_baseline(layout)) / 1024)
        let result = Ink(
            left: left, top: top, right: left + Double(ink.width) / 1024, bottom: top + Double(ink.height) / 1024,
            advance: Double(logical.width) / 1024)
        inks[key] = result
        return result
    }

    /// Returns the width of `text` as `width(_:size:)` does. Measured once: widths are proportional to the font size.
    func cachedWidth(_ text: String, size: Double) -> Double {
        if let width = widths[text] { return width * size }
        let width = width(text, size: 100) / 100
        widths[text] = width
        return width * size
    }

    /// Returns `text` divided between words into lines of at most `limit` points; a longer word is shortened.
    func wrapped(_ text: String, size: Double, limit: Double) -> [String] {
        var lines: [String] = []
        for word in Self.singleLine(text).split(separator: " ") {
            let longer = (lines.last.map { $0 + " " } ?? "") + word
            if !lines.isEmpty, cachedWidth(longer, size: size) <= limit {
                lines[lines.count - 1] = longer
            } else {
                lines.append(fitted(String(word), size: size, limit: limit))
            }
        }
        return lines
    }

    /// Returns `text` shortened to at most `limit` points. Characters in the middle are replaced with an ellipsis,
    /// because file names usually differ at the ends.
    package func fitted(_ text: String, size: Double, limit: Double) -> String {
        let flat = Self.singleLine(text)
        if cachedWidth(flat, size: size) <= limit { return flat }
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

    /// Returns whether no font has a glyph for some character of `text`.
    func hasUnknownGlyphs(_ text: String) -> Bool {
        guard let layout = Self.layout(text, font: font, size: 10, on: context) else { return false }
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        return pango_layout_get_unknown_glyphs_count(layout) > 0
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
        guard let layout = layoutUnchecked("A", Face(), size: 10, on: measure.context) else { return .noFont }
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        return pango_layout_get_unknown_glyphs_count(layout) == 0 ? nil : .noFont
    }()

    /// Pango loads fontconfig, matches a font and sorts the others in threads of their own.
    private static let pangoThreads = 3
    /// The MiB of address space for the stacks of these threads and their part of the heap.
    private static let pangoMemory = 128

    /// Returns a Pango layout of `text` on one line; the caller releases it with `g_object_unref`. Nil if there is a
    /// `problem`.
    static func layout(_ text: String, font: String?, size: Double, on context: OpaquePointer?) -> OpaquePointer? {
        layout(text, Face(families: font ?? "Sans"), size: size, on: context)
    }

    /// A font.
    struct Face {
        /// Names of font families, separated by commas; the first one that is installed is used.
        var families = "Sans"
        var weight: Int32 = 400
        var isItalic = false
    }

    /// See `layout(_:font:size:on:)`.
    static func layout(_ text: String, _ face: Face, size: Double, on context: OpaquePointer?) -> OpaquePointer? {
        problem == nil ? layoutUnchecked(text, face, size: size, on: context) : nil
    }

    private static func layoutUnchecked(
        _ text: String, _ face: Face, size: Double, on context: OpaquePointer?
    ) -> OpaquePointer? {
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
        pango_font_description_set_family(font, face.families)
        if face.weight != 400 { pango_font_description_set_weight(font, face.weight) }
        if face.isItalic { pango_font_description_set_style(font, 2) }
        pango_font_description_set_absolute_size(font, size * 1024)
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        pango_layout_set_single_paragraph_mode(layout, 1)
        let flat = singleLine(text)
        pango_layout_set_text(layout, flat, Int32(clamping: flat.utf8.count))
        return layout
    }
}
