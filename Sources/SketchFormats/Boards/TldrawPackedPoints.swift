import FoundationEssentials
import SketchCore

/// The points of a drawn line as newer versions of tldraw pack them, in base64 and little-endian: x, y and pressure of the
/// first point in float32, then the differences to the point before in float16 (tldraw pull requests 7364 and 7710). A version
/// before had the values themselves in float16.
enum TldrawPackedPoints {
    /// Returns nil for text of another form.
    static func points(_ text: UnsafeBufferPointer<UInt8>, isDelta: Bool) -> [Point]? {
        guard let data = Data(base64Encoded: Data(text)), !data.isEmpty else { return nil }
        let first = isDelta ? 12 : 0
        guard data.count >= first, (data.count - first) % 6 == 0 else { return nil }
        return data.withUnsafeBytes { bytes in
            func half(_ offset: Int) -> Double {
                let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
                return Double(Float16(bitPattern: UInt16(littleEndian: word)))
            }
            func single(_ offset: Int) -> Double {
                let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
                return Double(Float(bitPattern: UInt32(littleEndian: word)))
            }
            var points = isDelta ? [Point(x: single(0), y: single(4))] : []
            points.reserveCapacity(data.count / 6)
            for offset in stride(from: first, to: data.count, by: 6) {
                let (x, y) = (half(offset), half(offset + 2))
                guard isDelta, let last = points.last else {
                    points.append(Point(x: x, y: y))
                    continue
                }
                points.append(Point(x: last.x + x, y: last.y + y))
            }
            return points
        }
    }
}
