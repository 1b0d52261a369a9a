import CZlib

/// Composes a NumPy archive from the fuzzer's bytes: zip members with valid checksums, headers of arrays, and pickles made
/// of opcodes. Mutated archives rarely get past the checksums; a mutated recipe of an archive always does.
///
/// Every choice is one byte of the recipe, and a recipe that ends gives zeros, so that small changes of the recipe are small
/// changes of the archive.
struct ArchiveComposer {
    private var rest: ArraySlice<UInt8>
    /// Archives in archives.
    private var depth = 0

    init(_ recipe: [UInt8]) { rest = recipe[...] }

    // MARK: Choices

    private mutating func next() -> UInt8 { rest.popFirst() ?? 0 }

    private mutating func below(_ count: Int) -> Int { Int(next()) % count }

    private mutating func choice<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    private mutating func happens(oneIn count: Int) -> Bool { below(count) == count - 1 }

    // MARK: Zip

    mutating func archive() -> [UInt8] {
        var (file, directory) = ([UInt8](), [UInt8]())
        let count = 1 + below(4)
        for _ in 0..<count {
            let name = choice(Self.names)
            let content = member()
            let method: UInt16 = happens(oneIn: 8) ? choice([9, 12, 14, 93, 95, 99]) : choice([8, 0])
            let stored = method == 8 ? Self.deflated(content) : content
            let checksum = happens(oneIn: 32) ? 0 : Self.checksum(content)
            let size = happens(oneIn: 16) ? choice([0, 1, content.count + 1, 1 << 20, 1 << 30, 0xFFFF_FFFF]) : content.count
            let flags: UInt16 = happens(oneIn: 32) ? choice([1, 8, 0x40, 0x800]) : 0
            let fields = Self.joined(
                Self.word(flags), Self.word(method), Self.long(0), Self.long(checksum), Self.long(stored.count),
                Self.long(size), Self.word(name.utf8.count), Self.word(0))
            directory += Self.joined(
                Self.long(0x0201_4B50), Self.word(20), Self.word(20), fields, [UInt8](repeating: 0, count: 10),
                Self.long(happens(oneIn: 32) ? 0 : file.count), Self.text(name))
            file += Self.joined(Self.long(0x0403_4B50), Self.word(20), fields, Self.text(name), stored)
        }
        let entries = happens(oneIn: 32) ? choice([0, 1, 0xFFFF]) : UInt16(count)
        return Self.joined(
            file, directory, Self.long(0x0605_4B50), Self.long(0), Self.word(entries), Self.word(entries),
            Self.long(directory.count), Self.long(file.count), Self.word(0))
    }

    private static let names = [
        "train.npy", "valid.npy", "test.npy", "a.npy", "b.npy", "val.npy", "mean.npy", "log_variance.npy", "word.npy", "key.npy",
        "index.npy", "model.npy", "samples.npy", "../x.npy", "x", "train\u{1}.npy",
    ]

    private mutating func member() -> [UInt8] {
        switch below(8) {
        case 0...2: return numbers()
        case 3...5: return objects()
        case 6: return texts()
        default:
            guard depth == 0 else { return Array(rest.prefix(64)) }
            depth += 1
            defer { depth -= 1 }
            return archive()
        }
    }

    private static func joined(_ parts: [UInt8]...) -> [UInt8] { Array(parts.joined()) }
    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }
    private static func word(_ value: some FixedWidthInteger) -> [UInt8] { bytes(UInt16(truncatingIfNeeded: value)) }
    private static func long(_ value: some FixedWidthInteger) -> [UInt8] { bytes(UInt32(truncatingIfNeeded: value)) }

    private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    private static func checksum(_ content: [UInt8]) -> UInt { UInt(crc32(0, content, uInt(content.count))) }

    /// Deflate without a zlib header.
    private static func deflated(_ content: [UInt8]) -> [UInt8] {
        // Allocated, since zlib keeps its address.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        guard deflateInit2_(stream, 1, Z_DEFLATED, -15, 8, 0, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return [] }
        defer { deflateEnd(stream) }
        var (input, output) = (content, [UInt8](repeating: 0, count: content.count + content.count / 8 + 64))
        input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                (stream.pointee.next_in, stream.pointee.avail_in) = (input.baseAddress, UInt32(input.count))
                (stream.pointee.next_out, stream.pointee.avail_out) = (output.baseAddress, UInt32(output.count))
                _ = deflate(stream, Z_FINISH)
            }
        }
        return Array(output.prefix(Int(stream.pointee.total_out)))
    }

    // MARK: Arrays

    private mutating func header(_ type: String, _ shape: [Int]) -> [UInt8] {
        let sides = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        let order = happens(oneIn: 4) ? "True" : "False"
        let text = "{'descr': '\(type)', 'fortran_order': \(order), 'shape': (\(sides)), }\n"
        let version = happens(oneIn: 8) ? next() : 1
        let length = version == 1 ? Self.word(text.utf8.count) : Self.long(text.utf8.count)
        return Self.joined([0x93], Self.text("NUMPY"), [version, 0], length, Self.text(text))
    }

    private static let types = [
        "<i2", "|i1", "<i4", "<f4", "<f8", "<f2", ">i2", ">f8", "|u1", "<u2", "<i8", "|b1", "=f4", "<u8", "<c8", "|V3", "<U3",
    ]

    private mutating func shape() -> [Int] {
        switch below(8) {
        case 0...2: return [below(64), 3]
        case 3: return [below(64), 5]
        case 4: return [below(16), 2]
        case 5: return [below(8), below(16), choice([3, 5, 2, 4])]
        case 6: return [below(8), 0, 3]
        default:
            let count = below(5)
            return (0..<count).map { _ in choice([0, 1, 2, 3, 1 << 20, 1 << 31, 1 << 62, Int.max]) }
        }
    }

    private mutating func numbers() -> [UInt8] {
        let (type, shape) = (choice(Self.types), shape())
        return header(type, shape) + body(type, shape)
    }

    /// Numbers that are drawings for the most part: small offsets, and pen states in the last column or columns.
    private mutating func body(_ type: String, _ shape: [Int]) -> [UInt8] {
        let count = shape.reduce(1) { min($0.multipliedReportingOverflow(by: $1).overflow ? 1 << 12 : $0 * $1, 1 << 12) }
        let width = max(shape.last ?? 1, 1)
        var bytes: [UInt8] = []
        for index in 0..<count {
            let column = index % width
            let value = column < 2 ? Int(Int8(bitPattern: next())) : below(16) == 15 ? Int(next()) : below(2)
            bytes += Self.number(value, type)
        }
        if happens(oneIn: 16) { bytes += [0] }
        if happens(oneIn: 16) { bytes = bytes.dropLast(1 + below(8)) }
        return bytes
    }

    private static func number(_ value: Int, _ type: String) -> [UInt8] {
        let bytes: [UInt8]
        switch type.dropFirst() {
        case "i1", "u1", "b1": bytes = [UInt8(truncatingIfNeeded: value)]
        case "i2", "u2": bytes = Self.bytes(UInt16(truncatingIfNeeded: value))
        case "i4", "u4": bytes = Self.bytes(UInt32(truncatingIfNeeded: value))
        case "f2": bytes = Self.bytes(Float16(value).bitPattern)
        case "f4": bytes = Self.bytes(Float(value).bitPattern)
        case "f8": bytes = Self.bytes(Double(value).bitPattern)
        default: bytes = Self.bytes(UInt64(truncatingIfNeeded: value))
        }
        return type.first == ">" ? bytes.reversed() : bytes
    }

    private mutating func texts() -> [UInt8] {
        let (length, count) = (1 + below(4), below(8))
        var body: [UInt8] = []
        for _ in 0..<length * count { body += Self.long(below(16) == 15 ? 0x11_0000 : 0x61 + below(4)) }
        return header("<U\(length)", happens(oneIn: 8) ? [] : [count]) + body
    }

    // MARK: Pickles

    /// An array of objects: a complete pickle, or opcodes in any order.
    private mutating func objects() -> [UInt8] {
        let count = below(8)
        var pickle: [UInt8] = []
        if !happens(oneIn: 16) { pickle = [0x80, choice([2, 2, 3, 4, 5, 0, 9])] }
        if happens(oneIn: 8) {
            let length = below(64)
            for _ in 0..<length { pickle += opcode() }
        } else {
            pickle += Self.joined(
                reconstructed(), Self.text("(K\u{1}K"), [UInt8(count), 0x85], type("O8"), [0x89], Self.text("]("))
            for _ in 0..<count { pickle += element(2) }
            pickle += Self.text("etb")
        }
        return Self.joined(header("|O", [count]), pickle, Self.text("."))
    }

    private mutating func reconstructed() -> [UInt8] {
        let module = choice(["numpy.core.multiarray", "numpy._core.multiarray", "numpy._core._multiarray_umath"])
        return Self.joined(
            Self.text("c\(module)\n_reconstruct\ncnumpy\nndarray\nK\0"), [0x85], Self.text("C\u{1}b"), [0x87], Self.text("R"))
    }

    private func type(_ name: String, order: Character = "<") -> [UInt8] {
        Self.joined(
            Self.text("cnumpy\ndtype\nX"), Self.long(name.utf8.count), Self.text(name), Self.text("K\0K\u{1}"), [0x87],
            Self.text("R(K\u{3}X"), Self.long(1), Self.text(String(order)), Self.text("NNNJ"), Self.long(-1), Self.text("J"),
            Self.long(-1), Self.text("K\0tb"))
    }

    /// A value of a list of drawings: an array, a list or tuple of rows, a number, or one from the memo.
    private mutating func element(_ levels: Int) -> [UInt8] {
        switch levels > 0 ? below(10) : 9 {
        case 0...3:
            let (name, rows, width) = (choice(["i2", "f4", "f8", "i8", "u1"]), below(16), choice([3, 3, 3, 5, 2]))
            let data = body("<" + name, [rows, width])
            let start = Self.joined(
                reconstructed(), Self.text("(K\u{1}K"), [UInt8(rows)], Self.text("K"), [UInt8(width), 0x86])
            let type = type(name, order: happens(oneIn: 8) ? ">" : "<")
            return Self.joined(start, type, [0x89], blob(data), Self.text("tb"), memo())
        case 4, 5:
            let rows = below(12)
            var list = Self.text("](")
            for _ in 0..<rows { list += element(levels - 1) }
            return Self.joined(list, Self.text("e"), memo())
        case 6: return row() + memo()
        case 7: return [UInt8(ascii: "h"), UInt8(below(8))]
        case 8: return opcode()
        default: return row()
        }
    }

    /// A row as a tuple or a list.
    private mutating func row() -> [UInt8] {
        let width = choice([3, 3, 3, 5, 2, 0])
        var numbers: [UInt8] = []
        for column in 0..<width { numbers += number(column < 2 ? below(32) : below(2)) }
        return happens(oneIn: 2)
            ? Self.joined(Self.text("]("), numbers, Self.text("e")) : Self.joined(Self.text("("), numbers, Self.text("t"))
    }

    private mutating func number(_ value: Int) -> [UInt8] {
        switch below(8) {
        case 0: return Self.text("G") + Self.bytes(Double(value).bitPattern).reversed()
        case 1: return Self.text("I\(value)\n")
        case 2: return Self.text("J") + Self.long(value)
        case 3: return [value == 0 ? 0x89 : 0x88]
        default: return [UInt8(ascii: "K"), UInt8(value)]
        }
    }

    /// Bytes, or bytes as text as Python 3 writes them in protocol 2.
    private mutating func blob(_ data: [UInt8]) -> [UInt8] {
        guard happens(oneIn: 3) else { return Self.joined(Self.text("B"), Self.long(data.count), data) }
        let text = Self.text(String(String.UnicodeScalarView(data.map { Unicode.Scalar($0) })))
        return Self.joined(
            Self.text("c_codecs\nencode\nX"), Self.long(text.count), text, Self.text("X"), Self.long(6), Self.text("latin1"),
            [0x86],
            Self.text("R"))
    }

    private mutating func memo() -> [UInt8] {
        happens(oneIn: 2) ? [] : happens(oneIn: 4) ? [0x94] : [UInt8(ascii: "q"), UInt8(below(8))]
    }

    /// Any opcode with an argument of its form.
    private mutating func opcode() -> [UInt8] {
        switch below(16) {
        case 0: return [choice(Self.text("(N)]}tealdsuRb") + [0x85, 0x86, 0x87, 0x88, 0x89, 0x93, 0x94])]
        case 1: return [UInt8(ascii: "h"), UInt8(below(4))]
        case 2: return [UInt8(ascii: "q"), UInt8(below(4))]
        case 3: return [UInt8(ascii: "j")] + Self.long(choice([0, 1, 2, 1 << 20, -1]))
        case 4: return [UInt8(ascii: "r")] + Self.long(choice([0, 1, 2, 1 << 20, -1]))
        case 5: return Self.text(choice(["cnumpy\nndarray\n", "cos\nsystem\n", "c_codecs\nencode\n", "cbuiltins\nbytes\n"]))
        case 6: return reconstructed()
        case 7: return type(choice(["i2", "f8", "O8", "x"]))
        case 8: return row()
        case 9: return [0x8A, 9] + [UInt8](repeating: next(), count: 9)
        case 10: return [0x8C, 3] + [next(), next(), next()]
        case 11: return [0x95] + Self.bytes(UInt64(below(64)))
        case 12: return Self.text("I0\(below(2))\n")
        case 13: return Self.text("S'a\\x\(below(2))f'\n")
        case 14: return Self.text("V\\u00e\(below(10))\n")
        default: return [next()]
        }
    }
}
