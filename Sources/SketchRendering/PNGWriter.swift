import CCairo
import CPNG
import Foundation

/// A picture as an RGB PNG on its paper, or RGBA without one, with its resolution in pHYs and its recipe in text chunks
/// (`Software`, `Title`, `Command`, and `Recipe` as JSON).
enum PNGWriter {
    /// Cairo's limit for one side of a bitmap.
    static let largestSide = 32_767.0
    /// Bytes of the bitmap in memory, four a pixel.
    static let largestBitmap = 400_000_000.0

    static func data(_ picture: Picture, recipe: Recipe) throws -> Data {
        guard picture.dpi.isFinite, picture.dpi >= 1, picture.dpi <= 10_000 else {
            throw RenderingError.badStyle(
                setting: "resolution", value: PlainNumber.text(picture.dpi, decimals: 2), need: "1 to 10000 dpi")
        }
        let scale = picture.dpi / 72
        // A side that is whole but for rounding must not grow by a pixel.
        let width = max(1, (picture.width * scale - 1e-6).rounded(.up))
        let height = max(1, (picture.height * scale - 1e-6).rounded(.up))
        guard width <= largestSide, height <= largestSide else {
            throw RenderingError.tooLarge(
                format: .png, width: width, height: height, limit: "32767 pixels a side")
        }
        guard width * height * 4 <= largestBitmap else {
            throw RenderingError.tooLarge(
                format: .png, width: width, height: height, limit: "400 MB of pixels in memory")
        }
        let surface = cairo_image_surface_create(
            picture.background == nil ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
        defer { cairo_surface_destroy(surface) }
        let context = cairo_create(surface)
        defer { cairo_destroy(context) }
        if let context, cairo_status(context) == CAIRO_STATUS_SUCCESS {
            if let background = picture.background { CairoPainter.fill(background, on: context) }
            cairo_scale(context, scale, scale)
            CairoPainter.draw(picture, on: context)
        }
        cairo_surface_flush(surface)
        let status = cairo_status(context)
        guard status == CAIRO_STATUS_SUCCESS, let pixels = cairo_image_surface_get_data(surface) else {
            throw RenderingError.drawingFailed(format: .png, reason: String(cString: cairo_status_to_string(status)))
        }
        return try encode(
            pixels, hasAlpha: picture.background == nil, width: UInt32(width), height: UInt32(height),
            stride: Int(cairo_image_surface_get_stride(surface)), dpi: picture.dpi,
            texts: texts(title: picture.title, recipe: recipe))
    }

    static func texts(title: String, recipe: Recipe) -> [(keyword: String, text: String)] {
        var texts = [("Software", recipe.maker)]
        if !title.isEmpty { texts.append(("Title", title)) }
        texts.append(("Command", recipe.command))
        texts.append(("Recipe", recipe.jsonText))
        return texts.filter { !$0.1.isEmpty }
    }

    private static func encode(
        _ pixels: UnsafePointer<UInt8>, hasAlpha: Bool, width: UInt32, height: UInt32, stride: Int, dpi: Double,
        texts: [(keyword: String, text: String)]
    ) throws -> Data {
        // The chunks' strings must stay where they are until libpng is done.
        let strings = texts.map { (strdup($0.keyword), strdup($0.text.replacingOccurrences(of: "\0", with: " "))) }
        defer {
            for (keyword, text) in strings {
                free(keyword)
                free(text)
            }
        }
        let chunks = strings.compactMap { keyword, text -> cpng_text? in
            guard let keyword, let text else { return nil }
            return cpng_text(keyword: keyword, text: text)
        }
        var buffer = cpng_buffer()
        var message = [CChar](repeating: 0, count: 200)
        let status = cpng_write(
            pixels, hasAlpha ? 1 : 0, width, height, stride, UInt32((dpi / 0.0254).rounded()), chunks, Int32(chunks.count),
            &buffer,
            &message, message.count)
        guard status == CPNG_OK, let bytes = buffer.bytes else {
            throw RenderingError.drawingFailed(format: .png, reason: Self.reason(status, message))
        }
        defer { cpng_free(&buffer) }
        return Data(bytes: bytes, count: buffer.count)
    }

    static func reason(_ status: cpng_status, _ message: [CChar]) -> String {
        if status == CPNG_OUT_OF_MEMORY { return "out of memory" }
        let bytes = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return bytes.isEmpty ? "libpng gave no reason" : String(decoding: bytes, as: UTF8.self)
    }
}
