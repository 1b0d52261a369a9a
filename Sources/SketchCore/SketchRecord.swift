import SketchSupport

/// A drawing in a file, with the properties that the file states.
public struct SketchRecord: Sendable {
    /// The kind of the drawing's coordinates.
    public enum Kind: Hashable, Sendable {
        /// As in the data set: whole pixels from 0 to 255, or offsets (stroke-3, stroke-5). Used unchanged.
        case prepared
        /// Any other drawing; it is simplified for a model as the data set was.
        case raw
    }

    /// The drawing, in pixels.
    public var sketch: Sketch
    /// Whether the drawing is simplified before a model uses it.
    public var kind: Kind
    /// The identity of the drawing, independent of its file: the record's `key_id`, or a hash of its points.
    public var key: String
    /// Notes on contents of the file that the drawing lacks, for example text in an SVG.
    public var notes: [String] = []
    /// Whether the drawing is from a page with a size and colours of its own, as in an SVG.
    public var hasPage = false
    /// The split that the file states; see `assignedSplit`.
    public var split: SketchDataset.Split?
    /// Whether the game recognised the drawing (`recognized` of a Quick, Draw! record).
    public var isRecognized: Bool?
    /// The country where it was drawn, as two letters (`countrycode`).
    public var country: String?
    /// The time when it was drawn, in microseconds since 1970 (`timestamp`).
    public var timestamp: Int64?

    /// Creates a record; an empty key is replaced when a file is read.
    public init(sketch: Sketch, kind: Kind, key: String = "") {
        self.sketch = sketch
        self.kind = kind
        self.key = key
    }

    /// The FNV-1a hash (64 bits) of the strokes' lengths and coordinates, in hexadecimal.
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
    /// - Throws: `SketchError.tooLong` if the path is longer than `Sketch.longestPath`.
    public mutating func simplify(_ preprocessing: Preprocessing = Preprocessing()) throws {
        let length = sketch.pathLength(on: preprocessing.canvas)
        guard length <= Double(Sketch.longestPath) else {
            throw SketchError.tooLong(source: sketch.source.isEmpty ? "the drawing" : sketch.source, pixels: length)
        }
        sketch = sketch.simplified(preprocessing)
        kind = .prepared
    }

    /// Returns the drawing for a model: offsets in pixels of the training data, clamped to +-1000.
    /// - Parameter preprocessing: how a raw drawing is simplified.
    /// - Throws: as `strokes(_:)`.
    public func strokesForModel(_ preprocessing: Preprocessing = Preprocessing()) throws -> Stroke3 {
        try strokes(preprocessing).clamped()
    }

    /// Returns the drawing for a data set, which clamps it: offsets in pixels of the training data.
    /// - Parameter preprocessing: how a raw drawing is simplified.
    /// - Throws: `SketchError.tooFewPoints` if fewer than two points remain, `.tooLong` if the path is too long.
    public func strokes(_ preprocessing: Preprocessing = Preprocessing()) throws -> Stroke3 {
        var record = self
        if kind == .raw { try record.simplify(preprocessing) }
        let strokes = record.sketch.stroke3
        guard strokes.count > 0 else {
            throw SketchError.tooFewPoints(
                source: sketch.source.isEmpty ? "the drawing" : sketch.source,
                count: sketch.pointCount)
        }
        return strokes
    }
}
