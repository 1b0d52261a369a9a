import CCairo
import CPNG
import FoundationEssentials
import Glibc
import SketchSupport

/// Writes a picture as PNG: RGB, or RGBA if the background is transparent. It is painted and encoded in bands of rows
/// (`PNGBands`), so the bitmap is never in memory as a whole.
///
/// The resolution is stored in `pHYs`, the recipe in the text chunks `Software`, `Command` and `Recipe` (JSON), the
/// title in `Title`.
enum PNGWriter {
    /// Cairo's limit for the side of a bitmap, in pixels.
    static let maximumSide = 32_767.0
    /// The maximum number of pixels.
    static let maximumPixels = 100_000_000.0

    /// The size of the bitmap, in pixels.
    ///
    /// - Throws: `RenderingError.badStyle` or `.tooLarge`.
    static func size(of picture: Picture) throws -> (width: Double, height: Double) {
        guard picture.dpi.isFinite, picture.dpi >= 1, picture.dpi <= 10_000 else {
            throw RenderingError.badStyle(
                setting: "resolution", value: PlainNumber.text(picture.dpi, decimals: 2), need: "from 1 to 10000 dpi")
        }
        let scale = picture.dpi / 72
        // Subtract the rounding error, or a whole number of pixels could round up to one more.
        let width = max(1, (picture.width * scale - 1e-6).rounded(.up))
        let height = max(1, (picture.height * scale - 1e-6).rounded(.up))
        guard width <= maximumSide, height <= maximumSide else {
            throw RenderingError.tooLarge(
                format: .png, width: width, height: height, limit: "32767 pixels per side")
        }
        guard width * height <= maximumPixels else {
            throw RenderingError.tooLarge(
                format: .png, width: width, height: height, limit: "100 million pixels")
        }
        return (width, height)
    }

    static func data(_ picture: Picture, recipe: Recipe?) throws -> Data {
        let (width, height) = try size(of: picture)
        let bands = PNGBands(picture, width: Int(width), height: Int(height))
        return try encode(bands, dpi: picture.dpi, texts: texts(title: picture.title, recipe: recipe))
    }

    static func texts(title: String, recipe: Recipe?) -> [(keyword: String, text: String)] {
        let texts = [
            ("Software", recipe?.maker ?? ""), ("Title", title), ("Command", recipe?.command ?? ""),
            ("Recipe", recipe?.jsonText ?? ""),
        ]
        return texts.filter { !$0.1.isEmpty }
    }

    private static func encode(
        _ bands: PNGBands, dpi: Double, texts: [(keyword: String, text: String)]
    ) throws -> Data {
        // libpng keeps pointers to the chunks' strings until it has written them.
        let strings = texts.map { (strdup($0.keyword), strdup($0.text.replacing("\0", with: " "))) }
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
        let status = withExtendedLifetime(bands) {
            cpng_write(
                { closure, first in
                    closure.flatMap { Unmanaged<PNGBands>.fromOpaque($0).takeUnretainedValue().pixels(from: Int(first)) }
                }, Unmanaged.passUnretained(bands).toOpaque(), UInt32(bands.bandHeight), bands.hasAlpha ? 1 : 0,
                UInt32(bands.width), UInt32(bands.height), bands.stride, UInt32((dpi / 0.0254).rounded()), chunks,
                Int32(chunks.count), &buffer, &message, message.count)
        }
        guard status == CPNG_OK, let bytes = buffer.bytes else {
            throw RenderingError.drawingFailed(format: .png, reason: bands.failure ?? reason(status, message))
        }
        return Data(bytesNoCopy: bytes, count: buffer.count, deallocator: .free)
    }

    /// Returns libpng's message, or a sentence for a missing one.
    static func reason(_ status: cpng_status, _ message: [CChar]) -> String {
        if status == CPNG_OUT_OF_MEMORY { return "out of memory" }
        let bytes = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return bytes.isEmpty ? "libpng gave no reason" : String(decoding: bytes, as: UTF8.self)
    }
}
