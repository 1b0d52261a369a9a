import SketchCore
import SketchSupport

/// Quick, Draw!'s binary records, little-endian: key u64, country 2 letters, recognized u8, seconds since 1970 u32,
/// strokes u16, and for each its points u16, all x, all y as bytes. The drawing's class is not kept.
final class QuickDrawBinaryWriter: DrawingWriter {
    private let file: AtomicFileWriter

    init(_ path: String) throws { file = try AtomicFileWriter(path) }

    func append(_ record: SketchRecord) throws {
        let points = record.sketch.strokes.joined()
        guard let first = points.first else { throw UnwritableDrawing(reason: "no points") }
        var (low, high) = (first, first)
        for point in points {
            low = Point(x: min(low.x, point.x), y: min(low.y, point.y))
            high = Point(x: max(high.x, point.x), y: max(high.y, point.y))
        }
        // Offsets have no place on a canvas: such drawings are moved onto it.
        let fits = low.x >= 0 && low.y >= 0 && high.x <= 255 && high.y <= 255
        let origin = fits ? Point(x: 0, y: 0) : low
        guard fits || max(high.x - low.x, high.y - low.y) <= 255 else {
            throw UnwritableDrawing(reason: "larger than 255 pixels, which .bin cannot hold (--simplify scales it)")
        }
        guard record.sketch.strokes.count <= 0xFFFF, record.sketch.strokes.allSatisfy({ $0.count <= 0xFFFF }) else {
            throw UnwritableDrawing(reason: "more than 65535 strokes, or points in one, which .bin cannot hold")
        }
        var bytes: [UInt8] = []
        func put(_ value: UInt64, _ size: Int) {
            for shift in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * shift))) }
        }
        put(UInt64(record.key) ?? 0, 8)
        let letters = (record.country ?? "").utf8.prefix(2).filter { $0 > 0x20 && $0 < 0x7F }
        bytes += letters.count == 2 ? Array(letters) : Array("ZZ".utf8)
        put(record.isRecognized == false ? 0 : 1, 1)
        put(UInt64(min(max((record.timestamp ?? 0) / 1_000_000, 0), Int64(UInt32.max))), 4)
        put(UInt64(record.sketch.strokes.count), 2)
        for stroke in record.sketch.strokes {
            put(UInt64(stroke.count), 2)
            for point in stroke { bytes.append(UInt8(min(max((point.x - origin.x).rounded(), 0), 255))) }
            for point in stroke { bytes.append(UInt8(min(max((point.y - origin.y).rounded(), 0), 255))) }
        }
        try file.write(bytes)
    }

    func finish() throws { try file.finish() }
}
