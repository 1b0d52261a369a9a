import Foundation

/// NumPy files as written by its versions, byte by byte.
enum NumPyFixture {
    /// How an object array is pickled.
    enum Style: CaseIterable {
        /// Python 2: protocol 2, byte strings.
        case python2
        /// Python 2 with strings as their `repr`.
        case python2Text
        /// Python 3, protocol 2: bytes as latin1 text.
        case python3Protocol2
        /// Protocol 3, NumPy 1.
        case protocol3
        /// Protocol 4, NumPy 2: frames, STACK_GLOBAL, MEMOIZE.
        case protocol4
        /// Protocol 5: `_frombuffer`.
        case protocol5
    }

    static func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

    static func little<Word: FixedWidthInteger>(_ word: Word) -> [UInt8] {
        withUnsafeBytes(of: word.littleEndian) { Array($0) }
    }

    /// Numbers as bytes; `type` is like `i2`.
    static func data(_ values: [Double], type: String, big: Bool) -> [UInt8] {
        values.flatMap { value -> [UInt8] in
            let bytes: [UInt8] =
                switch type {
                case "i1": little(Int8(value))
                case "i2": little(Int16(value))
                case "i4": little(Int32(value))
                case "i8": little(Int64(value))
                case "u1": little(UInt8(value))
                case "u2": little(UInt16(value))
                case "u4": little(UInt32(value))
                case "f2": little(Float16(value).bitPattern)
                case "f4": little(Float(value).bitPattern)
                default: little(value.bitPattern)
                }
            return big ? bytes.reversed() : bytes
        }
    }

    static func npy(descr: String, shape: String, isFortran: Bool = false, body: [UInt8]) -> [UInt8] {
        let header = "{'descr': '\(descr)', 'fortran_order': \(isFortran ? "True" : "False"), 'shape': (\(shape)), }\n"
        return [0x93] + ascii("NUMPY") + [1, 0] + little(UInt16(header.utf8.count)) + ascii(header) + body
    }

    /// An array of `count` objects whose pickle is given.
    static func objects(_ pickle: [UInt8], count: Int = 1) -> [UInt8] { npy(descr: "|O", shape: "\(count),", body: pickle) }

    static func global(_ module: String, _ name: String, _ style: Style) -> [UInt8] {
        style == .protocol4 || style == .protocol5
            ? text(module, style) + text(name, style) + [0x93, 0x94] : ascii("c\(module)\n\(name)\n")
    }

    static func text(_ string: String, _ style: Style) -> [UInt8] {
        switch style {
        case .python2: [0x55, UInt8(string.utf8.count)] + ascii(string)
        case .python2Text: ascii("S'\(string)'\n")
        case .python3Protocol2, .protocol3: [0x58] + little(UInt32(string.utf8.count)) + ascii(string)
        case .protocol4, .protocol5: [0x8C, UInt8(string.utf8.count)] + ascii(string) + [0x94]
        }
    }

    static func bytes(_ data: [UInt8], _ style: Style) -> [UInt8] {
        switch style {
        case .python2: return [0x54] + little(UInt32(data.count)) + data
        case .python2Text:
            return ascii("S'") + data.flatMap { ascii("\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16)) } + ascii("'\n")
        case .python3Protocol2:
            let text = String(String.UnicodeScalarView(data.map { Unicode.Scalar($0) }))
            return ascii("c_codecs\nencode\n") + self.text(text, style) + self.text("latin1", style) + [0x86, 0x52]
        case .protocol3: return [0x42] + little(UInt32(data.count)) + data
        case .protocol4: return [0x8E] + little(UInt64(data.count)) + data
        case .protocol5: return [0x96] + little(UInt64(data.count)) + data
        }
    }

    static func module(_ style: Style) -> String {
        switch style {
        case .protocol4, .protocol5: "numpy._core.multiarray"
        case .protocol3: "numpy.core._multiarray_umath"
        default: "numpy.core.multiarray"
        }
    }

    static func dtype(_ name: String, order: String, _ style: Style) -> [UInt8] {
        global("numpy", "dtype", style) + text(name, style) + [0x4B, 0, 0x4B, 1, 0x87, 0x52]
            + [0x28, 0x4B, 3] + text(order, style) + [0x4E, 0x4E, 0x4E, 0x4A] + little(Int32(-1)) + [0x4A]
            + little(Int32(-1)) + [0x4B, 0, 0x74, 0x62]
    }

    static func empty(_ style: Style) -> [UInt8] {
        let mark =
            style == .python3Protocol2 || style == .protocol3
            ? bytes(ascii("b"), style == .protocol3 ? .protocol3 : style)
            : style == .protocol4 ? [0x43, 1] + ascii("b") : text("b", style)
        return global(module(style), "_reconstruct", style) + global("numpy", "ndarray", style) + [0x4B, 0, 0x85] + mark
            + [0x87, 0x52]
    }

    /// One array of [n, 3].
    static func array(_ values: [Double], type: String, big: Bool, _ style: Style) -> [UInt8] {
        let order = type.hasSuffix("1") ? "|" : big ? ">" : "<"
        let data = bytes(data(values, type: type, big: big), style)
        let shape: [UInt8] = [0x4B, UInt8(values.count / 3), 0x4B, 3, 0x86]
        if style == .protocol5 {
            return global("numpy._core.numeric", "_frombuffer", style) + [0x28] + data + dtype(type, order: order, style) + shape
                + text("C", style) + [0x74, 0x52]
        }
        return empty(style) + [0x28, 0x4B, 1] + shape + dtype(type, order: order, style) + [0x89] + data + [0x74, 0x62]
    }

    /// A pickled object array of arrays.
    static func pickle(_ arrays: [[UInt8]], _ style: Style) -> [UInt8] {
        // An array of objects cannot be pickled as a buffer in any protocol.
        let outer: Style = style == .protocol5 ? .protocol4 : style
        let body =
            empty(outer) + [0x28, 0x4B, 1, 0x4B, UInt8(arrays.count), 0x85] + dtype("O8", order: "|", outer) + [0x89, 0x5D, 0x28]
            + arrays.joined() + [0x65, 0x74, 0x62, 0x2E]
        switch style {
        case .python2, .python2Text, .python3Protocol2: return [0x80, 2] + body
        case .protocol3: return [0x80, 3] + body
        case .protocol4: return [0x80, 4, 0x95] + little(UInt64(body.count)) + body
        case .protocol5: return [0x80, 5, 0x95] + little(UInt64(body.count)) + body
        }
    }

    // MARK: Archives

    struct Member {
        var name: String
        /// As stored or deflated.
        var content: [UInt8]
        var isDeflated = false
        var crc: UInt32
        var size: UInt32

        init(_ name: String, _ content: [UInt8]) {
            (self.name, self.content, crc, size) = (name, content, NumPyFixture.crc(content), UInt32(content.count))
        }
    }

    static func zip(_ members: [Member]) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            let method: [UInt8] = [member.isDeflated ? 8 : 0, 0]
            let common =
                [0, 0] + method + [0, 0, 0x21, 0] + little(member.crc) + little(UInt32(member.content.count))
                + little(member.size) + little(UInt16(member.name.utf8.count)) + [0, 0]
            directory += ascii("PK") + [1, 2, 20, 0, 20, 0] + common + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
            directory += little(UInt32(file.count)) + ascii(member.name)
            file += ascii("PK") + [3, 4, 20, 0] + common + ascii(member.name) + member.content
        }
        let count = little(UInt16(members.count))
        return file + directory + ascii("PK") + [5, 6, 0, 0, 0, 0] + count + count + little(UInt32(directory.count))
            + little(UInt32(file.count)) + [0, 0]
    }

    static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }

    /// A deflate stream of `1 + 258 * runs` zeros in `13 * runs` bits: one literal, then runs of the longest length at
    /// distance 1 (RFC 1951, fixed codes).
    static func deflatedZeros(runs: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var (byte, filled) = (UInt8(0), 0)
        func put(_ bit: Int) {
            byte |= UInt8(bit) << UInt8(filled)
            filled += 1
            if filled == 8 {
                bytes.append(byte)
                (byte, filled) = (0, 0)
            }
        }
        for bit in [1, 1, 0] { put(bit) }
        for bit in [0, 0, 1, 1, 0, 0, 0, 0] { put(bit) }
        for _ in 0..<runs { for bit in [1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0] { put(bit) } }
        for _ in 0..<7 { put(0) }
        while filled > 0 { put(0) }
        return bytes
    }
}
