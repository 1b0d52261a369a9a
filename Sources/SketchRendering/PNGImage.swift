import CPNG
import FoundationEssentials

/// A decoded PNG, for tests and comparisons of pictures.
package struct PNGImage: Sendable {
    /// The width, in pixels.
    package let width: Int
    /// The height, in pixels.
    package let height: Int
    /// The resolution from `pHYs`; 0 if the file does not state it.
    package let pixelsPerMetre: Int
    /// RGBA rows without padding, 8 bits per component.
    package let pixels: [UInt8]
    /// Keywords and texts of the `tEXt` and uncompressed `iTXt` chunks, in file order.
    package let texts: [(keyword: String, text: String)]

    /// Decodes a PNG of any colour type.
    ///
    /// - Throws: `RenderingError.unreadablePNG`.
    package init(_ data: Data) throws {
        var columns: UInt32 = 0
        var rows: UInt32 = 0
        var density: UInt32 = 0
        var buffer = cpng_buffer()
        var message = [CChar](repeating: 0, count: 200)
        let status = data.withUnsafeBytes { bytes in
            cpng_read(
                bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, &columns, &rows, &density,
                &buffer, &message, message.count)
        }
        guard status == CPNG_OK, let bytes = buffer.bytes else {
            throw RenderingError.unreadablePNG(reason: PNGWriter.reason(status, message))
        }
        defer { cpng_free(&buffer) }
        width = Int(columns)
        height = Int(rows)
        pixelsPerMetre = Int(density)
        pixels = [UInt8](UnsafeBufferPointer(start: bytes, count: buffer.count))
        texts = Self.texts(in: [UInt8](data))
    }

    /// Returns the colour of a pixel, ignoring alpha; white outside the picture.
    package func colour(x: Int, y: Int) -> Colour {
        guard x >= 0, y >= 0, x < width, y < height else { return .white }
        let start = 4 * (y * width + x)
        return Colour(
            red: Double(pixels[start]) / 255, green: Double(pixels[start + 1]) / 255,
            blue: Double(pixels[start + 2]) / 255)
    }

    /// Returns the mean absolute difference of the components, from 0 (equal) to 1, over the pixels where either
    /// picture differs from the paper (this picture's first pixel); 1 if the sizes differ.
    package func difference(from other: PNGImage) -> Double {
        guard width == other.width, height == other.height else { return 1 }
        var (sum, count) = (0, 0)
        let paper = Array(pixels.prefix(4))
        for start in stride(from: 0, to: pixels.count, by: 4) {
            let (a, b) = (pixels[start..<start + 4], other.pixels[start..<start + 4])
            if a.elementsEqual(b) {
                count += a.elementsEqual(paper) ? 0 : 4
            } else {
                sum += zip(a, b).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
                count += 4
            }
        }
        return count == 0 ? 0 : Double(sum) / Double(255 * count)
    }

    /// Returns the text chunks without decoding the image; stops at the first damaged chunk.
    static func texts(in bytes: [UInt8]) -> [(keyword: String, text: String)] {
        var result: [(keyword: String, text: String)] = []
        var position = 8
        while position + 12 <= bytes.count {
            let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            let end = position + 8 + length
            guard end + 4 <= bytes.count else { break }
            let kind = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
            let body = bytes[position + 8..<end]
            if kind == "tEXt" || kind == "iTXt", let zero = body.firstIndex(of: 0) {
                // iTXt: keyword, 0, compression flag, compression method, language, 0, translated keyword, 0, text.
                let skipped = kind == "tEXt" ? 1 : 5
                result.append(
                    (
                        String(decoding: body[..<zero], as: UTF8.self),
                        String(decoding: body[min(zero + skipped, end)...], as: UTF8.self)
                    ))
            }
            position = end + 4
        }
        return result
    }
}
