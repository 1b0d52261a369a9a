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
    /// The document that the drawing was read from, if the reader keeps it; see `ReadOptions.keepsPages`.
    public var page: DrawingPage?
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
        page = nil
    }

    /// Removes points without scaling the drawing.
    /// - Parameter preprocessing: the tolerance, in pixels of a drawing whose larger side is `canvas`.
    public mutating func simplifyInPlace(_ preprocessing: Preprocessing = Preprocessing()) {
        guard let extent = sketch.bounds?.extent else { return }
        let epsilon = preprocessing.epsilon * extent / preprocessing.canvas
        for index in sketch.strokes.indices {
            replace(index, with: sketch.strokes[index].keeping { $0 > epsilon })
        }
    }

    /// Removes the points that matter least until at most `count` are left. The ends of strokes stay.
    /// - Returns: whether the drawing has at most `count` points.
    public mutating func thin(to count: Int) -> Bool {
        guard sketch.pointCount > count else { return true }
        let distances = sketch.strokes.map(Sketch.significance)
        let ends = distances.reduce(0) { $0 + $1.count { $0 == .infinity } }
        guard ends <= count else { return false }
        // Points at the same distance as the last one that fits are removed together.
        let sorted = distances.joined().sorted(by: >)
        let epsilon = sorted[count]
        for index in sketch.strokes.indices {
            replace(index, with: sketch.strokes[index].keeping(distances[index]) { $0 > epsilon })
        }
        return true
    }

    /// Removes the points that matter least until the drawing has at most `rows` stroke-3 rows. A raw drawing is simplified first;
    /// one that is short enough then stays as it is.
    /// - Returns: whether points were removed. They are not if the strokes have more ends than that.
    package mutating func fit(rows: Int, _ preprocessing: Preprocessing) -> Bool {
        guard sketch.pointCount > rows + 1 else { return false }
        var record = self
        if kind == .raw {
            guard (try? record.simplify(preprocessing)) != nil, record.sketch.pointCount > rows + 1 else { return false }
        }
        guard record.thin(to: rows + 1) else { return false }
        self = record
        return true
    }

    /// Mirrors the drawing top to bottom within its bounds; see `Sketch.flip`. The page's curves are dropped.
    public mutating func flip() {
        sketch.flip()
        for index in page?.lines.indices ?? 0..<0 { page?.lines[index].curve = nil }
    }

    private mutating func replace(_ index: Int, with stroke: [Point]) {
        guard stroke.count < sketch.strokes[index].count else { return }
        sketch.strokes[index] = stroke
        if page != nil, page?.lines.indices.contains(index) == true { page?.lines[index].curve = nil }
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
