import FoundationEssentials

/// The Castagnoli checksum in TensorFlow's masked form.
enum CRC32C {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value >> 1 ^ (value & 1 == 0 ? 0 : 0x82F6_3B78) }
    }

    /// Whether a range of bytes has a masked checksum. Fuzzing accepts any, or it would not get past this line.
    static func matches(_ bytes: Data, _ range: Range<Int>, _ checksum: UInt32) -> Bool {
        #if FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
        return true
        #else
        return masked(bytes, range) == checksum
        #endif
    }

    /// The masked checksum of a range of bytes: rotated and offset, so that it stays useful for data that contains
    /// checksums.
    static func masked(_ bytes: Data, _ range: Range<Int>) -> UInt32 {
        let crc = bytes.withUnsafeBytes { raw in
            table.withUnsafeBufferPointer { table in
                raw[range].reduce(~UInt32(0)) { crc, byte in
                    crc >> 8 ^ table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)]
                }
            }
        }
        return (~crc >> 15 | ~crc << 17) &+ 0xA282_EAD8
    }
}
