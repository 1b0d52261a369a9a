import CSketchKernels
import FoundationEssentials

/// Conversion of numbers from and to little-endian bytes. The supported platforms, Linux on x86-64 and arm64, are
/// little-endian, so bytes are copied as they are.
enum LittleEndian {
    /// Every 4 bytes of `data` as a float32.
    static func float32s(_ data: Data) -> [Float] {
        data.withUnsafeBytes { raw in
            [Float](unsafeUninitializedCapacity: raw.count / 4) { buffer, count in
                count = raw.count / 4
                UnsafeMutableRawBufferPointer(buffer).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: raw[..<(count * 4)]))
            }
        }
    }

    /// Every 2 bytes of `data` as a float16, widened exactly.
    static func float16s(_ data: Data) -> [Float] {
        data.withUnsafeBytes { raw in
            let isAligned = raw.baseAddress.map { Int(bitPattern: $0) % MemoryLayout<UInt16>.alignment == 0 } ?? true
            guard isAligned else { return words(data).withUnsafeBufferPointer(widened) }
            return raw.withMemoryRebound(to: UInt16.self, widened)
        }
    }

    private static func widened(_ words: UnsafeBufferPointer<UInt16>) -> [Float] {
        [Float](unsafeUninitializedCapacity: words.count) { buffer, count in
            if let from = words.baseAddress, let to = buffer.baseAddress { sk_widen(from, to, Int32(words.count)) }
            count = words.count
        }
    }

    /// Every 2 bytes of `data` as a bfloat16, widened exactly.
    static func bfloat16s(_ data: Data) -> [Float] { words(data).map(BrainFloat.float) }

    /// Every 2 bytes of `data` as a signed number.
    static func int16s(_ data: Data) -> [Int16] { words(data).map(Int16.init(bitPattern:)) }

    private static func words(_ data: Data) -> [UInt16] {
        data.withUnsafeBytes { raw in
            [UInt16](unsafeUninitializedCapacity: raw.count / 2) { buffer, count in
                count = raw.count / 2
                UnsafeMutableRawBufferPointer(buffer).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: raw[..<(count * 2)]))
            }
        }
    }

    /// Calls `body` with the bytes of float32 values.
    static func withBytes(of values: [Float], _ body: (UnsafeRawBufferPointer) -> Void) {
        values.withUnsafeBytes(body)
    }

    /// Calls `body` with the bytes of 2-byte words.
    static func withBytes(of words: [UInt16], _ body: (UnsafeRawBufferPointer) -> Void) {
        words.withUnsafeBytes(body)
    }
}

/// The bfloat16 format: the upper half of a float32.
enum BrainFloat {
    /// The float32 of the same value.
    static func float(_ bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

    /// The nearest bfloat16, ties to even; infinity beyond its range.
    static func bits(_ value: Float) -> UInt16 {
        let bits = value.bitPattern
        if value.isNaN { return UInt16(truncatingIfNeeded: bits >> 16) | 0x40 }
        return UInt16(truncatingIfNeeded: (bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
    }
}
