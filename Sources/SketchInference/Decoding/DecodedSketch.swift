import SketchCore

/// The result of a `DecodeRequest`.
public struct DecodedSketch: Hashable, Sendable {
    /// Rows in model units: the request's prefix, then the decoder's.
    public var stroke5: Stroke5
    /// The number of rows at the start that are the prefix.
    public var prefixCount: Int
    /// Whether the decoder produced the end-of-drawing state.
    public var reachedEnd: Bool
    /// Pixels in one model unit of the model that decoded the rows.
    public var pixelsPerUnit: Double
    /// The mean log likelihood, at T = 1, of the decoder's rows and the end: log densities in model units plus log pen
    /// probabilities, in nats per row. Nil where it was not computed.
    public var meanLogLikelihood: Double?

    public init(
        stroke5: Stroke5, prefixCount: Int, reachedEnd: Bool, pixelsPerUnit: Double = 1, meanLogLikelihood: Double? = nil
    ) {
        self.stroke5 = stroke5
        self.prefixCount = prefixCount
        self.reachedEnd = reachedEnd
        self.pixelsPerUnit = pixelsPerUnit
        self.meanLogLikelihood = meanLogLikelihood
    }

    /// The drawing in pixels; its first point is (0, 0).
    public var sketch: Sketch { stroke5.stroke3.sketch(scale: pixelsPerUnit) }

    /// The drawing in pixels, the given prefix and the decoder's part separately, in the same coordinates. A stroke
    /// that continues from one into the other is split at the last given point, which both parts contain.
    public var parts: (given: Sketch, completed: Sketch) {
        var (given, completed): ([[Point]], [[Point]]) = ([], [])
        // There is one row less than there are points: point 0 is the origin, point k comes from row k - 1.
        var first = 0
        for stroke in sketch.strokes {
            let split = min(max(prefixCount + 1 - first, 0), stroke.count)
            if split > 0 { given.append(Array(stroke[..<split])) }
            if split < stroke.count { completed.append(Array(stroke[max(split - 1, 0)...])) }
            first += stroke.count
        }
        return (Sketch(strokes: given), Sketch(strokes: completed))
    }
}
