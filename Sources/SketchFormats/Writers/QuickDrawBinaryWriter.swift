import SketchCore
import SketchSupport

/// Writes binary records of Quick, Draw!, little-endian: key u64, country 2 letters, recognized u8, seconds since 1970 u32,
/// strokes u16, then per stroke the number of points u16, all x, all y as bytes. The drawing's class is lost.
final class QuickDrawBinaryWriter: DrawingWriter {
    private let file: AtomicFileWriter

    init(_ file: AtomicFileWriter) { self.file = file }

    func append(_ record: SketchRecord) throws {
        guard let bounds = record.sketch.bounds else { throw UnwritableDrawing.noPoints }
        // Drawings of offsets have no position on the canvas and are moved onto it.
        let fits = bounds.minX >= 0 && bounds.minY >= 0 && bounds.maxX <= 255 && bounds.maxY <= 255
        let origin = fits ? Point(x: 0, y: 0) : Point(x: bounds.minX, y: bounds.minY)
        guard fits || bounds.extent <= 255 else { throw UnwritableDrawing.tooLarge }
        guard record.sketch.strokes.count <= 0xFFFF, record.sketch.strokes.allSatisfy({ $0.count <= 0xFFFF }) else {
            throw UnwritableDrawing.tooManyPoints
        }
        var bytes: [UInt8] = []
        func put(_ value: UInt64, _ size: Int) {
            for shift in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * shift))) }
        }
        put(UInt64(record.key) ?? 0, 8)
        bytes += record.country.flatMap(Self.letters) ?? Array("ZZ".utf8)
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

    /// A country code as the format keeps it, two capital letters; nil for other codes.
    static func letters(of country: String) -> [UInt8]? {
        let letters = Array(country.uppercased().utf8)
        return letters.count == 2 && letters.allSatisfy { (0x41...0x5A).contains($0) } ? letters : nil
    }

    func finish() throws { try file.finish() }
}
