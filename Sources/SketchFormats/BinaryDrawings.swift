import SketchCore

extension DrawingFormat {
    /// Consecutive binary records of Quick, Draw!.
    static let binary = DrawingFormat(
        names: [.bin], title: "Quick, Draw! .bin", recognises: { BinaryDrawings.fits($0) },
        read: { source, emit in
            var drawings = BinaryDrawings(source: source)
            try drawings.forEachRecord(emit)
        })
}

/// Reads Quick, Draw!'s binary records, little-endian: key u64, country 2 letters, recognized u8, seconds since 1970
/// u32, strokes u16, then per stroke the number of points u16, all x, all y as bytes. Memory is bounded by the longest record.
struct BinaryDrawings {
    private static let step = 1 << 16
    private let source: DrawingSource
    private var bytes: [UInt8] = []
    private var position = 0
    /// The offset of `bytes` in the file.
    private var base = 0

    init(source: DrawingSource) { self.source = source }

    /// Whether the bytes have the structure of such records, the last of which may be truncated; the format has no magic number.
    static func fits(_ head: FileHead) -> Bool {
        let bytes = head.bytes
        var (position, records) = (0, 0)
        func word(_ place: Int) -> Int { Int(bytes[place]) | Int(bytes[place + 1]) << 8 }
        while position < bytes.count {
            guard position + 17 <= bytes.count else { return records > 0 }
            let letters = bytes[position + 8..<position + 10]
            guard letters.allSatisfy({ (0x41...0x5A).contains($0) }), bytes[position + 10] <= 1 else { return false }
            var strokes = word(position + 15)
            position += 17
            while strokes > 0 {
                guard position + 2 <= bytes.count else { return records > 0 }
                let count = word(position)
                guard count > 0 else { return false }
                position += 2 + 2 * count
                strokes -= 1
            }
            if position > bytes.count { return records > 0 }
            records += 1
        }
        return records > 0
    }

    mutating func forEachRecord(_ emit: (SketchRecord) throws -> Void) throws {
        var number = 0
        while try need(1, number) {
            guard try need(17, number) else { return }
            let key = try word(8)
            let country = String(decoding: [UInt8(try word(1)), UInt8(try word(1))], as: UTF8.self)
            let isRecognized = try word(1)
            guard isRecognized <= 1 else { throw malformed("drawing \(number): 'recognized' is \(isRecognized), not 0 or 1") }
            let seconds = try word(4)
            var strokes: [[Point]] = []
            for _ in 0..<(try word(2)) {
                guard try need(2, number) else { return }
                let count = Int(try word(2))
                guard try need(2 * count, number) else { return }
                let x = position
                let y = position + count
                if count > 0 { strokes.append((0..<count).map { Point(x: Double(bytes[x + $0]), y: Double(bytes[y + $0])) }) }
                position += 2 * count
            }
            guard !strokes.isEmpty else { throw malformed("drawing \(number) has no strokes") }
            var record = SketchRecord(sketch: Sketch(strokes: strokes), kind: .prepared, key: key == 0 ? "" : String(key))
            record.country = country == "ZZ" ? nil : country
            record.isRecognized = isRecognized == 1
            record.timestamp = seconds == 0 ? nil : Int64(seconds) * 1_000_000
            try emit(record)
            number += 1
        }
    }

    private func malformed(_ reason: String) -> FormatError {
        .malformed(file: source.path, place: "byte \(base + position)", reason: reason)
    }

    /// Whether `count` more bytes follow; false only at the end of the file, before a record.
    private mutating func need(_ count: Int, _ number: Int) throws -> Bool {
        while bytes.count - position < count {
            if position > 0 {
                bytes.removeFirst(position)
                base += position
                position = 0
            }
            let more = try source.chunk(max(Self.step, count))
            if more.isEmpty {
                if count == 1 { return false }
                throw malformed("drawing \(number) is truncated, or the file is not a Quick, Draw! .bin file")
            }
            bytes += more
        }
        return true
    }

    private mutating func word(_ size: Int) throws -> UInt64 {
        guard bytes.count - position >= size else { throw malformed("the file is truncated") }
        var value: UInt64 = 0
        for index in (0..<size).reversed() { value = value << 8 | UInt64(bytes[position + index]) }
        position += size
        return value
    }
}
