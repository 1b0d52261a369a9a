import FoundationEssentials

/// How a camera was held, as its JPEG notes it: the Exif tag Orientation, 1 to 8.
struct ExifOrientation {
    /// Whether rows and columns change places, before the mirroring.
    private(set) var swapsAxes = false
    /// Whether left and right are mirrored.
    private(set) var mirrorsX = false
    /// Whether top and bottom are mirrored.
    private(set) var mirrorsY = false

    /// - Parameter value: the value of the tag; others than 2 to 8 mean upright.
    init(value: Int) {
        swapsAxes = (5...8).contains(value)
        mirrorsX = [2, 3, 6, 7].contains(value)
        mirrorsY = [3, 4, 7, 8].contains(value)
    }

    /// Reads the tag in the APP1 segment; upright if there is none.
    init(jpeg data: Data) {
        let bytes = [UInt8](data.prefix(1 << 18))
        self.init(value: Self.value(in: bytes) ?? 1)
    }

    private static func value(in bytes: [UInt8]) -> Int? {
        var at = 2
        while at + 4 <= bytes.count, bytes[at] == 0xFF, bytes[at + 1] != 0xDA {
            let length = Int(bytes[at + 2]) << 8 | Int(bytes[at + 3])
            guard length >= 2 else { return nil }
            let body = bytes[min(at + 4, bytes.count)..<min(at + 2 + length, bytes.count)]
            if bytes[at + 1] == 0xE1, body.starts(with: Array("Exif".utf8) + [0, 0]) { return tag(in: Array(body.dropFirst(6))) }
            at += 2 + length
        }
        return nil
    }

    /// The tag's value in a TIFF structure.
    private static func tag(in tiff: [UInt8]) -> Int? {
        guard tiff.count >= 8 else { return nil }
        let isLittle = tiff[0] == 0x49
        func number(_ at: Int, _ size: Int) -> Int? {
            guard at >= 0, at + size <= tiff.count else { return nil }
            let part = tiff[at..<at + size]
            return (isLittle ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let start = number(4, 4), let count = number(start, 2) else { return nil }
        for entry in 0..<count {
            let at = start + 2 + 12 * entry
            guard let tag = number(at, 2) else { return nil }
            if tag == 0x0112 { return number(at + 8, 2) }
        }
        return nil
    }
}

extension Scan {
    /// The picture as it was seen.
    func applying(_ orientation: ExifOrientation) -> Scan {
        guard orientation.swapsAxes || orientation.mirrorsX || orientation.mirrorsY else { return self }
        let (columns, rows) = orientation.swapsAxes ? (height, width) : (width, height)
        var result = [UInt8](repeating: 0, count: pixels.count)
        for y in 0..<rows {
            for x in 0..<columns {
                let column = orientation.mirrorsX ? columns - 1 - x : x
                let row = orientation.mirrorsY ? rows - 1 - y : y
                result[y * columns + x] = orientation.swapsAxes ? pixels[column * width + row] : pixels[row * width + column]
            }
        }
        return Scan(name: name, width: columns, height: rows, pixels: result) ?? self
    }
}
