import CCairo
import FoundationEssentials

/// Writes a picture as a PDF page of the picture's size. Text stays text.
///
/// The recipe is stored as the document's subject and its command as the keywords. Creation and modification dates are
/// omitted, so the same picture gives the same bytes.
enum PDFWriter {
    /// The largest page side that PDF readers must accept (ISO 32000-1, annex C), in points.
    static let maximumSide = 14_400.0

    /// Collects the bytes that Cairo writes.
    private final class Sink {
        var data = Data()
    }

    /// - Throws: `RenderingError.tooLarge`.
    static func checkSize(of picture: Picture) throws {
        guard picture.width <= maximumSide, picture.height <= maximumSide else {
            throw RenderingError.tooLarge(
                format: .pdf, width: picture.width, height: picture.height, limit: "14400 points (200 in) per side")
        }
    }

    static func data(_ picture: Picture, recipe: Recipe?) throws -> Data {
        try checkSize(of: picture)
        let sink = Sink()
        return try withExtendedLifetime(sink) {
            let surface = cairo_pdf_surface_create_for_stream(
                { closure, bytes, count in
                    guard let closure, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
                    Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue().data
                        .append(bytes, count: Int(count))
                    return CAIRO_STATUS_SUCCESS
                }, Unmanaged.passUnretained(sink).toOpaque(), picture.width, picture.height)
            defer { cairo_surface_destroy(surface) }
            describe(surface, title: picture.title, recipe: recipe)
            let context = cairo_create(surface)
            defer { cairo_destroy(context) }
            if let context, cairo_status(context) == CAIRO_STATUS_SUCCESS {
                if let background = picture.background, background != .white {
                    CairoPainter.fill(background, on: context)
                }
                CairoPainter.draw(picture.flatItems, font: picture.font, on: context)
                cairo_show_page(context)
            }
            let drawn = cairo_status(context)
            cairo_surface_finish(surface)
            let finished = cairo_surface_status(surface)
            for status in [drawn, finished] where status != CAIRO_STATUS_SUCCESS {
                throw RenderingError.drawingFailed(
                    format: .pdf, reason: String(cString: cairo_status_to_string(status)))
            }
            return sink.data
        }
    }

    private static func describe(_ surface: OpaquePointer?, title: String, recipe: Recipe?) {
        let command = TextMeasure.singleLine(recipe?.command ?? "")
        let name = title.isEmpty ? command : TextMeasure.singleLine(title)
        if !name.isEmpty { cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, name) }
        if let recipe {
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, recipe.jsonText)
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_KEYWORDS, command)
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, recipe.maker)
        }
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, nil)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, nil)
    }
}
