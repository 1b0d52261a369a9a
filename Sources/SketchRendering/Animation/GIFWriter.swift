import CGIF
import FoundationEssentials

/// Writes an animation as GIF: each picture has its own palette, the 16 levels from paper to its ink, and covers the
/// rectangle in which it or its predecessor has ink. The recipe is a comment.
enum GIFWriter {
    static func data(_ frames: AnimationFrames, recipe: Recipe?) throws -> Data {
        let size = frames.animation.size
        let comment = Array((recipe?.jsonText ?? "").utf8)
        guard let encoder = cgif_begin(UInt16(size), UInt16(size), frames.paper.bytes, comment, comment.count) else {
            throw failure(CGIF_OUT_OF_MEMORY)
        }
        defer { cgif_free(encoder) }
        var previous = InkMask.Rectangle(left: 0, top: 0, width: size, height: size)
        var clock = FrameClock(unitsPerSecond: 100, framesPerSecond: frames.animation.framesPerSecond)
        for index in 0..<frames.count {
            let frame = frames[index]
            let mask = try InkMask(frame.strokes, lineWidth: frames.animation.lineWidth, size: size, format: .gif)
            var area = mask.bounds.union(previous)
            if area.width == 0 { area = InkMask.Rectangle(left: 0, top: 0, width: 1, height: 1) }
            previous = mask.bounds
            let palette = Colour.levels(from: frames.paper, to: frame.ink).flatMap(\.bytes)
            let status = cgif_add(
                encoder, UInt16(area.left), UInt16(area.top), UInt16(area.width), UInt16(area.height), mask.levels(in: area),
                palette, Int32(InkMask.levels), UInt16(clamping: clock.advance(frame.frames)))
            guard status == CGIF_OK else { throw failure(status) }
        }
        var (bytes, count): (UnsafePointer<UInt8>?, Int) = (nil, 0)
        let status = cgif_end(encoder, &bytes, &count)
        guard status == CGIF_OK, let bytes else { throw failure(status) }
        return Data(bytes: bytes, count: count)
    }

    private static func failure(_ status: cgif_status) -> RenderingError {
        .animationFailed(format: .gif, reason: status == CGIF_OUT_OF_MEMORY ? "out of memory" : "giflib gave no reason")
    }
}

/// The time of an animation in whole units, without a growing error.
struct FrameClock {
    let unitsPerSecond: Int
    let framesPerSecond: Int
    private(set) var frames = 0

    init(unitsPerSecond: Int, framesPerSecond: Int) {
        (self.unitsPerSecond, self.framesPerSecond) = (unitsPerSecond, framesPerSecond)
    }

    /// The units elapsed.
    var now: Int { (2 * frames * unitsPerSecond + framesPerSecond) / (2 * framesPerSecond) }

    /// Returns the duration of the next frames, in units.
    mutating func advance(_ count: Int) -> Int {
        let before = now
        frames += count
        return now - before
    }
}
