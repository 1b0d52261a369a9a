import CPNG
import CScan
import FoundationEssentials

/// A picture of a page: 8-bit grey, in rows without padding from the top.
public struct Scan: Sendable {
    /// The largest number of pixels that is decoded by default: A3 at 600 dpi has 70 million.
    public static let maximumPixels = 100_000_000

    /// The name in messages.
    public let name: String
    /// The width, in pixels.
    public let width: Int
    /// The height, in pixels.
    public let height: Int
    /// The brightness of each pixel; 0 is black.
    public let pixels: [UInt8]

    /// Creates a scan from grey pixels.
    /// - Parameter pixels: `width` x `height` values, in rows from the top.
    /// - Returns: nil if the number of pixels is not as stated, or 0.
    public init?(name: String, width: Int, height: Int, pixels: [UInt8]) {
        let (count, isTooLarge) = width.multipliedReportingOverflow(by: height)
        guard width > 0, height > 0, !isTooLarge, pixels.count == count else { return nil }
        (self.name, self.width, self.height, self.pixels) = (name, width, height, pixels)
    }

    /// Decodes a PNG or JPEG; colours become grey, and transparent pixels white. The orientation that a camera notes in a
    /// JPEG is applied. The size is checked in the header, before any pixel is decoded.
    /// - Parameters:
    ///   - name: the name in messages.
    ///   - maximumPixels: the limit on the number of pixels.
    /// - Throws: `TracingError`.
    public init(_ data: Data, name: String, maximumPixels: Int = maximumPixels) throws {
        self.name = name
        if data.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            (pixels, width, height) = try Self.png(data, name, maximumPixels)
        } else if data.starts(with: [0xFF, 0xD8, 0xFF]) {
            let upright = try Self.jpeg(data, name, maximumPixels).applying(ExifOrientation(jpeg: data))
            (pixels, width, height) = (upright.pixels, upright.width, upright.height)
        } else {
            throw TracingError.notPicture(name: name)
        }
    }

    private static func check(_ width: UInt32, _ height: UInt32, _ name: String, _ limit: Int) throws {
        guard UInt64(width) * UInt64(height) <= UInt64(max(limit, 0)) else {
            throw TracingError.tooLarge(name: name, width: Int(width), height: Int(height), limit: limit)
        }
    }

    private static func png(_ data: Data, _ name: String, _ limit: Int) throws -> ([UInt8], Int, Int) {
        var (columns, rows, buffer) = (UInt32(0), UInt32(0), cpng_buffer())
        var message = [CChar](repeating: 0, count: 200)
        let count = data.count
        return try data.withUnsafeBytes { raw in
            let bytes = raw.baseAddress?.assumingMemoryBound(to: UInt8.self)
            if cpng_size(bytes, count, &columns, &rows) == CPNG_OK { try check(columns, rows, name, limit) }
            let status = cpng_read_grey(
                bytes, count, UInt64(max(limit, 0)), &columns, &rows, &buffer, &message, message.count)
            guard status != CPNG_OUT_OF_MEMORY else { throw TracingError.outOfMemory(name: name) }
            guard status == CPNG_OK, let pixels = buffer.bytes else {
                throw TracingError.unreadable(name: name, format: "PNG", reason: text(message))
            }
            defer { cpng_free(&buffer) }
            return ([UInt8](UnsafeBufferPointer(start: pixels, count: buffer.count)), Int(columns), Int(rows))
        }
    }

    private static func jpeg(_ data: Data, _ name: String, _ limit: Int) throws -> Scan {
        var (columns, rows, image) = (UInt32(0), UInt32(0), cscan_image())
        var message = [CChar](repeating: 0, count: 200)
        return try data.withUnsafeBytes { raw in
            let bytes = raw.baseAddress?.assumingMemoryBound(to: UInt8.self)
            var status = cscan_jpeg_size(bytes, data.count, &columns, &rows, &message, message.count)
            if status == CSCAN_OK {
                try check(columns, rows, name, limit)
                status = cscan_read_jpeg(bytes, data.count, UInt64(max(limit, 0)), &image, &message, message.count)
            }
            guard status != CSCAN_OUT_OF_MEMORY else { throw TracingError.outOfMemory(name: name) }
            let size = Int(image.width) * Int(image.height)
            guard status == CSCAN_OK, let pixels = image.pixels,
                let scan = Scan(
                    name: name, width: Int(image.width), height: Int(image.height),
                    pixels: [UInt8](UnsafeBufferPointer(start: pixels, count: size)))
            else { throw TracingError.unreadable(name: name, format: "JPEG", reason: text(message)) }
            cscan_free(&image)
            return scan
        }
    }

    private static func text(_ message: [CChar]) -> String {
        String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
