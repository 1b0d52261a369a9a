import FoundationEssentials
import Glibc

/// Text in encodings that Expat does not know, converted with iconv.
enum TextEncoding {
    /// Whether an encoding's name, as an XML declaration states it, is supported: stateless supersets of ASCII. iconv knows many
    /// others.
    private static func isKnown(_ name: String) -> Bool {
        let name = name.lowercased()
        let known = /(iso|windows|cp|ibm|koi8|mac|big5|gb|shift|sjis|euc|tis|utf8|utf_8|ks_c)[-_a-z0-9:]{0,30}/
        return name.wholeMatch(of: known) != nil && !name.hasPrefix("iso-2022") && !name.hasPrefix("iso2022")
    }

    /// Returns bytes as UTF-8; nil for an unknown encoding.
    /// - Throws: `Fault` for bytes that are not text in this encoding, and for text that is too long.
    static func utf8(_ bytes: [UInt8], from name: String, limits: ReaderLimits) throws -> [UInt8]? {
        guard isKnown(name) else { return nil }
        let converter = iconv_open("UTF-8", name)
        guard converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var input = bytes
        var output: [UInt8] = []
        var piece = [CChar](repeating: 0, count: 1 << 16)
        try input.withUnsafeMutableBytes { input in
            var next = input.baseAddress?.assumingMemoryBound(to: CChar.self)
            var left = input.count
            while left > 0 {
                try piece.withUnsafeMutableBufferPointer { piece in
                    var (place, room) = (piece.baseAddress, piece.count)
                    let result = iconv(converter, &next, &left, &place, &room)
                    let isFull = result == -1 && errno == E2BIG
                    guard result != -1 || isFull else { throw Fault("its text is not valid \(name.prefix(40))") }
                    output.append(
                        contentsOf: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(piece)[..<(piece.count - room)]))
                }
                guard output.count <= limits[.documentBytes] else { throw Fault(beyond: .documentBytes, of: limits) }
            }
        }
        return output
    }
}
