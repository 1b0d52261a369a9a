import SketchSupport

/// A drawing as a file holds it, with what matters about its origin.
public struct SketchRecord: Sendable {
    /// What the drawing's numbers are.
    public enum Kind: Hashable, Sendable {
        /// Polylines in the data set's own form: whole pixels from 0 to 255, or offsets (stroke-3, stroke-5),
        /// which are taken as they are.
        case prepared
        /// Anything else a person or a program drew: to be simplified as the data set was.
        case raw
    }

    public var sketch: Sketch
    public var kind: Kind
    /// What the drawing is known by for ever, wherever it lies: the record's `key_id`, else a hash of its points.
    public var key: String
    /// What the file holds besides and the drawing does not, for example text in an SVG.
    public var notes: [String] = []
    /// The split that the file itself puts the drawing in; nil leaves it to the key.
    public var split: SketchDataset.Split?
    /// Whether the game recognised the drawing (`recognized` of a Quick, Draw! record).
    public var isRecognized: Bool?
    /// Where it was drawn, in two letters (`countrycode`).
    public var country: String?
    /// When it was drawn, in microseconds since 1970 (`timestamp`).
    public var timestamp: Int64?

    public init(sketch: Sketch, kind: Kind, key: String = "") {
        self.sketch = sketch
        self.kind = kind
        self.key = key
    }

    /// FNV-1a (64 bits) of the strokes' lengths and coordinates, as hexadecimal digits.
    package var contentKey: String {
        var hash = FNV1a()
        for stroke in sketch.strokes {
            hash.combine(UInt64(stroke.count))
            for point in stroke {
                hash.combine(point.x.bitPattern)
                hash.combine(point.y.bitPattern)
            }
        }
        return String(hash.value, radix: 16)
    }

    /// Simplifies the drawing as the data set was.
    /// - Throws: `SketchError.tooLong` for a scribble of more than `Sketch.longestPath` pixels.
    public mutating func simplify(_ preprocessing: Preprocessing = Preprocessing()) throws {
        let length = sketch.pathLength(on: preprocessing.canvas)
        guard length <= Double(Sketch.longestPath) else {
            throw SketchError.tooLong(source: sketch.source.isEmpty ? "the drawing" : sketch.source, pixels: length)
        }
        sketch = sketch.simplified(preprocessing)
        kind = .prepared
    }

    /// The drawing as the model wants it, in the training data's pixels and clamped to +-1000.
    /// - Parameter preprocessing: what raw drawings go through.
    /// - Throws: `SketchError.tooFewPoints` unless two points are left, `.tooLong` for endless scribbles.
    public func strokesForModel(_ preprocessing: Preprocessing = Preprocessing()) throws -> Stroke3 {
        var record = self
        if kind == .raw { try record.simplify(preprocessing) }
        let strokes = record.sketch.stroke3.clamped()
        guard strokes.count > 0 else {
            throw SketchError.tooFewPoints(
                source: sketch.source.isEmpty ? "the drawing" : sketch.source,
                count: sketch.pointCount)
        }
        return strokes
    }
}
