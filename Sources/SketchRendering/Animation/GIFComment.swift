/// Reads the comment of a GIF file, which may be untrusted.
enum GIFComment {
    /// Returns the first comment; nil if there is none or if the file is damaged before it.
    static func first(in bytes: [UInt8]) -> String? {
        guard bytes.count > 13 else { return nil }
        var position = 13 + paletteSize(bytes[10])
        while position + 1 < bytes.count {
            switch bytes[position] {
            case 0x21:
                let isComment = bytes[position + 1] == 0xFE
                guard let (content, next) = blocks(bytes, from: position + 2, keeps: isComment) else { return nil }
                if isComment { return String(decoding: content, as: UTF8.self) }
                position = next
            case 0x2C:
                guard position + 10 < bytes.count,
                    let (_, next) = blocks(bytes, from: position + 11 + paletteSize(bytes[position + 9]), keeps: false)
                else { return nil }
                position = next
            default: return nil
            }
        }
        return nil
    }

    private static func paletteSize(_ flags: UInt8) -> Int { flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1) }

    /// Blocks of a length and as many bytes, up to a length of 0.
    private static func blocks(_ bytes: [UInt8], from start: Int, keeps: Bool) -> (content: [UInt8], next: Int)? {
        var (position, content) = (start, [UInt8]())
        while position < bytes.count {
            let length = Int(bytes[position])
            if length == 0 { return (content, position + 1) }
            guard position + 1 + length <= bytes.count else { return nil }
            if keeps { content += bytes[position + 1...position + length] }
            position += 1 + length
        }
        return nil
    }
}
