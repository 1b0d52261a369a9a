import CZlib

/// Inflates a gzip stream in pieces, also one of several members. The inflated size is limited, since a few bytes can
/// inflate to any number.
final class GzipInflater {
    static let magic: [UInt8] = [0x1F, 0x8B]

    /// Allocated, since zlib keeps its address.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let file: String
    private let limits: ReaderLimits
    private let size: () -> Int
    private let read: (UnsafeMutableRawBufferPointer) throws -> Int
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    private var isOver = false
    /// Whether the last member is complete.
    private var isAtEnd = false
    private var count = 0

    /// - Parameters:
    ///   - size: the size of the compressed file, as far as it is known.
    ///   - read: copies the next compressed bytes to a buffer and returns their number; 0 at the end.
    /// - Throws: `FormatError.malformed`.
    init(
        file: String, limits: ReaderLimits, size: @escaping () -> Int,
        read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int
    ) throws {
        (self.file, self.limits, self.size, self.read) = (file, limits, size, read)
        stream.initialize(to: z_stream())
        guard czlib_inflate_gzip_init(stream) == Z_OK else { throw fault("not enough memory") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    /// Copies the next inflated bytes to the buffer's beginning and returns their number; 0 at the end.
    ///
    /// - Throws: `FormatError.malformed` for a damaged or truncated stream, `.limitExceeded`, and what `read` throws.
    func inflated(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !buffer.isEmpty, !isOver, let output = buffer.bindMemory(to: UInt8.self).baseAddress else { return 0 }
        let space = UInt32(clamping: buffer.count)
        stream.pointee.next_out = output
        stream.pointee.avail_out = space
        while stream.pointee.avail_out == space {
            if stream.pointee.avail_in == 0 {
                let found = try read(input)
                if found == 0 {
                    guard isAtEnd else { throw fault("the gzip stream is truncated") }
                    isOver = true
                    return 0
                }
                stream.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
                stream.pointee.avail_in = UInt32(found)
            }
            if isAtEnd {
                // Another member follows, or zeros, which gzip ignores.
                while stream.pointee.avail_in > 0, let byte = stream.pointee.next_in, byte.pointee == 0 {
                    stream.pointee.next_in = byte + 1
                    stream.pointee.avail_in -= 1
                }
                guard stream.pointee.avail_in > 0 else { continue }
                guard inflateReset(stream) == Z_OK else { throw fault("the gzip stream is damaged") }
                isAtEnd = false
            }
            switch inflate(stream, Z_NO_FLUSH) {
            case Z_OK, Z_BUF_ERROR: break
            case Z_STREAM_END: isAtEnd = true
            default: throw fault("the gzip stream is damaged")
            }
        }
        count += Int(space - stream.pointee.avail_out)
        guard count <= limits[.archiveBytes] else { throw limits.exceeded(.archiveBytes, file: file) }
        guard count <= limits.inflated(.inflation, from: size()) else {
            throw limits.exceeded(.inflation, file: file, place: "compressed with gzip")
        }
        return Int(space - stream.pointee.avail_out)
    }

    private func fault(_ reason: String) -> FormatError {
        .malformed(file: file, place: "compressed with gzip", reason: reason)
    }
}
