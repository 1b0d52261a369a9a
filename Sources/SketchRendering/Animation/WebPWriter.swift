import CWebP
import FoundationEssentials
import SketchSupport

/// Writes an animation as lossless WebP, in the levels of `InkMask`. The recipe is in an XMP packet.
enum WebPWriter {
    static func data(_ frames: AnimationFrames, recipe: Recipe?) throws -> Data {
        let size = frames.animation.size
        let isTransparent = frames.animation.style.isTransparent
        guard let encoder = cwebp_begin(Int32(size), Int32(size), isTransparent ? 0 : pixel(frames.paper)) else {
            throw failure(CWEBP_OUT_OF_MEMORY)
        }
        defer { cwebp_free(encoder) }
        var clock = FrameClock(unitsPerSecond: 1000, framesPerSecond: frames.animation.framesPerSecond)
        for index in 0..<frames.count {
            let frame = frames[index]
            let mask = try InkMask(frame.strokes, lineWidth: frames.animation.lineWidth, size: size, format: .webp)
            let colours =
                isTransparent
                ? (0..<UInt32(InkMask.levels)).map { pixel(frame.ink, alpha: $0 * 255 / UInt32(InkMask.levels - 1)) }
                : Colour.levels(from: frames.paper, to: frame.ink).map { pixel($0) }
            let status = cwebp_add(encoder, mask.levels.map { colours[Int($0)] }, Int32(clock.now))
            guard status == CWEBP_OK else { throw failure(status) }
            _ = clock.advance(frame.frames)
        }
        let packet = Array((recipe.map(packet) ?? "").utf8)
        var (bytes, count): (UnsafePointer<UInt8>?, Int) = (nil, 0)
        let status = cwebp_end(encoder, Int32(clock.now), packet, packet.count, &bytes, &count)
        guard status == CWEBP_OK, let bytes else { throw failure(status) }
        return Data(bytes: bytes, count: count)
    }

    private static func pixel(_ colour: Colour, alpha: UInt32 = 255) -> UInt32 {
        // A transparent pixel has no colour.
        alpha == 0 ? 0 : colour.bytes.reduce(alpha) { $0 << 8 | UInt32($1) }
    }

    private static func packet(_ recipe: Recipe) -> String {
        """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
        <rdf:Description rdf:about=""><recipe xmlns="urn:studio:recipe">\(XMLText.escaped(recipe.jsonText))</recipe>\
        </rdf:Description></rdf:RDF></x:xmpmeta>
        """
    }

    private static func failure(_ status: cwebp_status) -> RenderingError {
        .animationFailed(format: .webp, reason: status == CWEBP_OUT_OF_MEMORY ? "out of memory" : "libwebp gave no reason")
    }
}
