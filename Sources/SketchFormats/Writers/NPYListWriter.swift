import SketchCore

/// An `.npy` file whose array is a pickled list of stroke-3 arrays, assembled drawing by drawing. Bytes are text in Latin-1 that
/// `_codecs.encode` turns into bytes, as Python 3 writes protocol 2, so that Python 2 and 3 read them with any `encoding`.
struct NPYListWriter {
    /// The pickle between the list's beginning and its end.
    private var items: [UInt8] = []
    private var count = 0
    /// What is in the memo, so that later arrays refer to it.
    private var memoized: Set<UInt8> = []

    // Memo indices of the pickle.
    private enum Memo {
        static let reconstruct: UInt8 = 1, ndarray: UInt8 = 2, dtype: UInt8 = 3, int16: UInt8 = 4, float32: UInt8 = 5
        static let encode: UInt8 = 6, latin1: UInt8 = 7
    }

    mutating func append(_ drawing: Stroke3) {
        let isWhole = drawing.rows.allSatisfy { Int16(exactly: $0.dx) != nil && Int16(exactly: $0.dy) != nil }
        items += [0x68, Memo.reconstruct, 0x68, Memo.ndarray] + Self.emptyArray
        items += [0x28, 0x4B, 1]  // MARK, version 1
        Self.append(drawing.count, to: &items)
        items += [0x4B, 3, 0x86]  // (n, 3)
        let memo = isWhole ? Memo.int16 : Memo.float32
        if memoized.insert(memo).inserted {
            items += [0x68, Memo.dtype]
            Self.appendType(isWhole ? "i2" : "f4", order: "<", to: &items)
            items += [0x71, memo]
        } else {
            items += [0x68, memo]
        }
        items.append(0x89)  // C order
        // _codecs.encode(text, 'latin1')
        let isFirst = memoized.insert(Memo.encode).inserted
        items += isFirst ? Array("c_codecs\nencode\n".utf8) + [0x71, Memo.encode] : [0x68, Memo.encode]
        items.append(0x58)
        let length = items.count
        items += [0, 0, 0, 0]
        for row in drawing.rows {
            if isWhole {
                for value in [Int16(row.dx), Int16(row.dy), row.isLifted ? 1 : 0] {
                    append(byte: UInt8(truncatingIfNeeded: value))
                    append(byte: UInt8(truncatingIfNeeded: value >> 8))
                }
            } else {
                for value in [row.dx, row.dy, row.isLifted ? 1 : 0] {
                    for shift in [0, 8, 16, 24] as [UInt32] {
                        append(byte: UInt8(truncatingIfNeeded: value.bitPattern >> shift))
                    }
                }
            }
        }
        let size = UInt32(truncatingIfNeeded: items.count - length - 4)
        for (place, shift) in ([0, 8, 16, 24] as [UInt32]).enumerated() {
            items[length + place] = UInt8(truncatingIfNeeded: size >> shift)
        }
        items += isFirst ? Self.text("latin1") + [0x71, Memo.latin1] : [0x68, Memo.latin1]
        items += [0x86, 0x52]
        items += [0x74, 0x62]  // TUPLE, BUILD
        count += 1
        // Python's own pickles append a thousand at a time.
        if count % 1000 == 0 { items += [0x65, 0x28] }
    }

    /// Appends the character with this code, in UTF-8.
    @inline(__always)
    private mutating func append(byte: UInt8) {
        if byte >= 0x80 { items.append(0xC0 | byte >> 6) }
        items.append(byte >= 0x80 ? 0x80 | (byte & 0x3F) : byte)
    }

    /// Returns the file: a header and a pickle of an array of `count` objects.
    func file() -> [UInt8] {
        var bytes = NPYHeader.bytes(type: "|O", shape: [count])
        bytes.reserveCapacity(items.count + 512)
        bytes += [0x80, 2]
        bytes += Array("cnumpy.core.multiarray\n_reconstruct\n".utf8) + [0x71, Memo.reconstruct]
        bytes += Array("cnumpy\nndarray\n".utf8) + [0x71, Memo.ndarray]
        bytes += Self.emptyArray + [0x28, 0x4B, 1]
        Self.append(count, to: &bytes)
        bytes += [0x85] + Array("cnumpy\ndtype\n".utf8) + [0x71, Memo.dtype]
        Self.appendType("O8", order: "|", flags: 63, to: &bytes)
        bytes += [0x89, 0x5D, 0x28]  // C order, EMPTY_LIST, MARK
        bytes += items
        bytes += [0x65, 0x74, 0x62, 0x2E]  // APPENDS, TUPLE, BUILD, STOP
        return bytes
    }

    /// With `_reconstruct` and `ndarray` on the stack: `_reconstruct(ndarray, (0,), 'b')`.
    private static let emptyArray: [UInt8] = [0x4B, 0, 0x85] + text("b") + [0x87, 0x52]

    /// Text of ASCII characters.
    private static func text(_ text: String) -> [UInt8] { [0x58, UInt8(text.utf8.count), 0, 0, 0] + Array(text.utf8) }

    /// With `dtype` on the stack: `dtype(name, 0, 1)`, and its state.
    private static func appendType(_ name: String, order: String, flags: UInt8 = 0, to bytes: inout [UInt8]) {
        bytes += text(name) + [0x4B, 0, 0x4B, 1, 0x87, 0x52, 0x28, 0x4B, 3] + text(order)
        bytes += [0x4E, 0x4E, 0x4E]
        for _ in 0..<2 {
            bytes.append(0x4A)
            appendWord(UInt32.max, to: &bytes)
        }
        bytes += [0x4B, flags, 0x74, 0x62]
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        switch number {
        case 0..<256: bytes += [0x4B, UInt8(number)]
        case 256..<65536: bytes += [0x4D, UInt8(number & 255), UInt8(number >> 8)]
        default:
            bytes.append(0x4A)
            appendWord(UInt32(truncatingIfNeeded: number), to: &bytes)
        }
    }

    private static func appendWord(_ word: UInt32, to bytes: inout [UInt8]) {
        for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
}
