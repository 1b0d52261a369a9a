/// A position on the drawing's canvas, in pixels; x runs right, y runs down.
public struct Point: Hashable, Sendable, Codable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    /// The squared distance to another point.
    func squaredDistance(to other: Point) -> Double {
        (x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)
    }
}

/// A pen drawing as absolute polylines in pixels: what a file holds and what a sheet shows.
///
/// A stroke is the pen's way between touching the paper and leaving it. The first point of the first
/// stroke is the drawing's origin; where it lies on the canvas is lost on the way through a model.
public struct Sketch: Hashable, Sendable {
    /// The strokes in drawing order; each holds at least one point.
    public var strokes: [[Point]]
    /// What to call the drawing in labels and messages, for example `cat`.
    public var name: String
    /// Where the drawing came from, for example `cats.ndjson#17`; empty when it was made in memory.
    public var source: String

    public init(strokes: [[Point]], name: String = "", source: String = "") {
        self.strokes = strokes
        self.name = name
        self.source = source
    }

    /// The number of points in all strokes together.
    public var pointCount: Int { strokes.reduce(0) { $0 + $1.count } }
}
