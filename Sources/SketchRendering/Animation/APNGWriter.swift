import CPNG
import FoundationEssentials

/// Writes an animation as APNG with one palette: paper, and 15 levels of up to 17 inks. The recipe is in text chunks, as in
/// other PNG files.
enum APNGWriter {
    /// The inks that fit a palette of 256 colours.
    private static let maximumInks = 17

    static func data(_ frames: AnimationFrames, recipe: Recipe?) throws -> Data {
        let (size, style) = (frames.animation.size, frames.animation.style)
        let inks = Self.inks((0..<frames.count).map { frames[$0].ink })
        var chunks = PNGChunks()
        chunks.add("IHDR", PNGChunks.bytes(size, size) + [8, 3, 0, 0, 0])
        chunks.add("sRGB", [0])
        let shades =
            style.isTransparent
            ? inks.palette.flatMap { Array(repeating: $0, count: InkMask.levels - 1) }
            : inks.palette.flatMap { Colour.levels(from: frames.paper, to: $0, dropping: 1) }
        chunks.add("PLTE", ([frames.paper] + shades).flatMap(\.bytes))
        if style.isTransparent {
            let alphas = (1..<InkMask.levels).map { UInt8($0 * 255 / (InkMask.levels - 1)) }
            chunks.add("tRNS", [0] + inks.palette.flatMap { _ in alphas })
        }
        for (keyword, text) in PNGWriter.texts(title: style.title, recipe: recipe) { chunks.add(keyword: keyword, text: text) }
        chunks.add("acTL", PNGChunks.bytes(frames.count, 0))
        var sequence = 0
        var previous = InkMask.Rectangle(left: 0, top: 0, width: size, height: size)
        for index in 0..<frames.count {
            let frame = frames[index]
            let mask = try InkMask(frame.strokes, lineWidth: frames.animation.lineWidth, size: size, format: .png)
            var area = mask.bounds.union(previous)
            if area.width == 0 { area = InkMask.Rectangle(left: 0, top: 0, width: 1, height: 1) }
            previous = mask.bounds
            let rate = UInt16(frames.animation.framesPerSecond)
            // The new pixels replace those of the picture before.
            chunks.add(
                "fcTL",
                PNGChunks.bytes(sequence, area.width, area.height, area.left, area.top)
                    + PNGChunks.bytes(UInt16(clamping: frame.frames), rate) + [0, 0])
            sequence += 1
            let offset = UInt8(inks.numbers[index] * (InkMask.levels - 1))
            let body = try compressed(mask.levels(in: area).map { $0 == 0 ? 0 : $0 + offset }, width: area.width)
            if index == 0 {
                chunks.add("IDAT", body)
            } else {
                chunks.add("fdAT", PNGChunks.bytes(sequence) + body)
                sequence += 1
            }
        }
        chunks.add("IEND", [])
        return chunks.data
    }

    /// Returns the palette's inks, and which of them each picture has. For a changing colour, a picture has the ink of
    /// the nearest of 17 moments.
    private static func inks(_ colours: [Colour]) -> (palette: [Colour], numbers: [Int]) {
        var places: [Colour: Int] = [:]
        var distinct: [Colour] = []
        for colour in colours where places[colour] == nil {
            places[colour] = distinct.count
            distinct.append(colour)
        }
        let count = min(distinct.count, maximumInks)
        func number(_ place: Int) -> Int {
            distinct.count > 1 ? (place * (count - 1) + (distinct.count - 1) / 2) / (distinct.count - 1) : 0
        }
        let palette = (0..<count).map { distinct[count > 1 ? $0 * (distinct.count - 1) / (count - 1) : 0] }
        return (palette, colours.map { number(places[$0] ?? 0) })
    }

    /// The rows of a picture, each after its filter's number, 0.
    private static func compressed(_ indices: [UInt8], width: Int) throws -> [UInt8] {
        var rows: [UInt8] = []
        rows.reserveCapacity(indices.count + indices.count / max(width, 1))
        for start in stride(from: 0, to: indices.count, by: width) {
            rows.append(0)
            rows += indices[start..<start + width]
        }
        var buffer = cpng_buffer()
        guard cpng_deflate(rows, rows.count, &buffer) == CPNG_OK, let bytes = buffer.bytes else {
            throw RenderingError.animationFailed(format: .png, reason: "out of memory")
        }
        defer { cpng_free(&buffer) }
        return [UInt8](UnsafeBufferPointer(start: bytes, count: buffer.count))
    }
}

/// The chunks of a PNG file.
private struct PNGChunks {
    private(set) var data = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])

    mutating func add(_ name: String, _ body: [UInt8]) {
        let content = Array(name.utf8) + body
        data.append(contentsOf: Self.bytes(body.count))
        data.append(contentsOf: content)
        data.append(contentsOf: Self.bytes(Int(cpng_checksum(content, content.count))))
    }

    /// Adds a tEXt chunk, or an iTXt chunk for text that is not ASCII.
    mutating func add(keyword: String, text: String) {
        let body = Array(text.replacing("\0", with: " ").utf8)
        let isASCII = body.allSatisfy { $0 < 0x80 }
        add(isASCII ? "tEXt" : "iTXt", Array(keyword.utf8) + (isASCII ? [0] : [0, 0, 0, 0, 0]) + body)
    }

    /// Big-endian numbers of 32 bits.
    static func bytes(_ numbers: Int...) -> [UInt8] {
        numbers.flatMap { number in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }
    }

    /// Big-endian numbers of 16 bits.
    static func bytes(_ numbers: UInt16...) -> [UInt8] { numbers.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } }
}
