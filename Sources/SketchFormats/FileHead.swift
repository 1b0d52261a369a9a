import FoundationEssentials

/// The first bytes of a file, for detecting its format.
struct FileHead: Sendable {
    let bytes: [UInt8]
    /// Whether these are all bytes of the file.
    let isWhole: Bool

    func starts(with text: String) -> Bool { bytes.starts(with: text.utf8) }
    func starts(with magic: [UInt8]) -> Bool { bytes.starts(with: magic) }

    var isBlank: Bool { bytes.allSatisfy(Self.isSpace) }

    /// The first byte after an optional byte order mark that is not white space.
    var firstVisible: UInt8? {
        (starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]).first { !Self.isSpace($0) }
    }

    var isXML: Bool { firstVisible == UInt8(ascii: "<") }

    /// Whether one of the first elements has this name, with or without a prefix.
    func hasElement(_ name: String) -> Bool {
        guard isXML else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        return ["<", ":"].contains { mark in
            text.firstRange(of: mark + name).map { range in
                text[range.upperBound...].first.map { $0.isWhitespace || $0 == ">" || $0 == "/" } ?? false
            } ?? false
        }
    }

    /// Whether the bytes are text and at least a quarter of the lines, apart from blank ones, satisfy a condition.
    func hasMostly(_ condition: (ArraySlice<UInt8>) -> Bool) -> Bool {
        guard isText, !isXML else { return false }
        var (lines, fitting) = (0, 0)
        for line in bytes.split(separator: 0x0A) where !line.allSatisfy(Self.isSpace) {
            lines += 1
            if condition(line) { fitting += 1 }
        }
        return fitting > 0 && fitting * 4 >= lines
    }

    /// Whether the bytes can be text: they contain no control characters.
    var isText: Bool { !bytes.contains { ($0 < 0x20 && !Self.isSpace($0)) || $0 == 0x7F } }

    /// The description of a known format that is not supported.
    var unsupportedKind: String? { Self.unsupportedKinds.first { starts(with: $0.0) }?.1 }

    /// The description of an unsupported file.
    var kind: String {
        if let unsupportedKind { return unsupportedKind }
        if bytes.count > 12, Array(bytes[4..<8]) == Array("ftyp".utf8) { return "a video or a HEIF picture" }
        if isXML {
            let text = String(decoding: bytes.drop { $0 != UInt8(ascii: "<") }.prefix(15), as: UTF8.self).lowercased()
            return text.hasPrefix("<!doctype html") || text.hasPrefix("<html") ? "a web page" : "XML"
        }
        if let width = rowWidth { return "a table with \(width) numbers per row, not dx,dy,p separated by commas" }
        return isText ? "text of an unknown format" : "binary data of an unknown format"
    }

    /// The number of numbers in the first line, if it has several and nothing else; nil for other files.
    private var rowWidth: Int? {
        guard isText, let line = bytes.split(separator: 0x0A).first(where: { !$0.allSatisfy(Self.isSpace) }) else { return nil }
        let fields = line.split { Self.isSpace($0) || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
        guard (2...100).contains(fields.count), fields.allSatisfy({ Double(String(decoding: $0, as: UTF8.self)) != nil }) else {
            return nil
        }
        return fields.count
    }

    private static let barePickle = "a bare pickle (save its arrays with np.savez)"

    private static let unsupportedKinds: [([UInt8], String)] = [
        ([0x89] + Array("PNG".utf8), "a PNG picture"), ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
        (Array("GIF8".utf8), "a GIF picture"), (Array("%PDF".utf8), "a PDF document"),
        (Array("%!PS".utf8), "a PostScript or EPS document (save it as SVG)"),
        (Array("RIFF".utf8), "a WebP picture, audio or video"), (Array("BM".utf8), "a BMP picture"),
        (Array("II*\0".utf8), "a TIFF picture"), (Array("MM\0*".utf8), "a TIFF picture"),
        (Array("BZh".utf8), "compressed with bzip2 (unpack it first)"),
        ([0xFD] + Array("7zXZ".utf8), "compressed with xz (unpack it first)"),
        ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd (unpack it first)"),
        (Array("7z".utf8) + [0xBC, 0xAF], "a 7z archive (unpack it first)"),
        (Array("PK".utf8), "a zip archive"), ([0x89] + Array("HDF".utf8), "an HDF5 file"),
        (Array("SQLite format 3".utf8), "an SQLite database"), (Array("PAR1".utf8), "a Parquet file"),
        ([0x7F] + Array("ELF".utf8), "a program"), ([0x80, 2], barePickle), ([0x80, 3], barePickle), ([0x80, 4], barePickle),
        ([0x80, 5], barePickle),
        (Array("(lp".utf8), barePickle), (Array("(dp".utf8), barePickle), (Array("]q".utf8), barePickle),
        (Array("}q".utf8), barePickle), (Array("cnumpy".utf8), barePickle),
        ([0xFF, 0xFE], "text in UTF-16 (save it as UTF-8)"), ([0xFE, 0xFF], "text in UTF-16 (save it as UTF-8)"),
    ]

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}
