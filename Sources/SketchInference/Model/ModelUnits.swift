import SketchCore

/// The conversion between drawings in pixels and the stroke-5 rows in model units that a model computes with.
///
/// Raw drawings are simplified as the training data was; prepared ones are used as they are. Offsets are clamped to
/// +-1000 pixels and divided by the training data's scale factor (Ha & Eck, section 4).
public struct ModelUnits: Hashable, Sendable {
    /// How raw drawings are simplified.
    public var preprocessing: Preprocessing
    /// Pixels in one model unit: the scale factor, or 1 where the model does not state it.
    public var pixelsPerUnit: Double

    /// - Parameter pixelsPerUnit: the scale factor, above 0.
    public init(preprocessing: Preprocessing = Preprocessing(), pixelsPerUnit: Double) {
        self.preprocessing = preprocessing
        self.pixelsPerUnit = pixelsPerUnit
    }

    /// The drawing as stroke-3 [T, 3] in model units. A drawing of n points has n - 1 rows.
    ///
    /// - Throws: `SketchError.tooFewPoints` for fewer than two points, `.tooLong` for a raw drawing of more than
    ///   `Sketch.longestPath` pixels of line.
    public func strokes(of record: SketchRecord) throws -> Stroke3 {
        try record.strokesForModel(preprocessing).divided(by: Float(pixelsPerUnit))
    }

    /// The drawing as stroke-5 [T, 5] in model units, without start token and end row.
    ///
    /// - Throws: as `strokes(of:)`.
    public func rows(of record: SketchRecord) throws -> Stroke5 {
        try record.strokes(preprocessing).stroke5(dividedBy: Float(pixelsPerUnit))
    }

    /// The drawing of rows in model units, in pixels; its first point is (0, 0). Rows after an end row are not read.
    public func sketch(of rows: Stroke5, name: String = "") -> Sketch {
        rows.stroke3.sketch(scale: pixelsPerUnit, name: name)
    }
}
