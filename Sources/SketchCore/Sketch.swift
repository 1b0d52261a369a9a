/// A position on the drawing's canvas, in pixels; x runs right, y runs down.
public struct Point: Hashable, Sendable, Codable {
    /// The horizontal position.
    public var x: Double
    /// The vertical position.
    public var y: Double

    /// Creates a point in pixels.
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    /// The squared distance to another point.
    package func squaredDistance(to other: Point) -> Double {
        (x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)
    }
}

extension Collection<Point> {
    /// The length of the line through the points.
    package var pathLength: Double {
        zip(self, dropFirst()).reduce(0) { $0 + $1.0.squaredDistance(to: $1.1).squareRoot() }
    }
}

/// A drawing in memory: strokes of absolute points in pixels.
///
/// A stroke contains the points between pen down and pen up. The first point of the first stroke is the drawing's origin;
/// models do not preserve its position on the canvas.
public struct Sketch: Hashable, Sendable {
    /// The strokes in drawing order, each with at least one point.
    public var strokes: [[Point]]
    /// The drawing's name in labels and messages, for example `cat`.
    public var name: String
    /// The drawing's origin, for example `cats.ndjson#17`; empty for drawings made in memory.
    public var source: String

    /// Creates a drawing from strokes of points in pixels.
    public init(strokes: [[Point]], name: String = "", source: String = "") {
        self.strokes = strokes
        self.name = name
        self.source = source
    }

    /// The number of points in all strokes.
    public var pointCount: Int { strokes.reduce(0) { $0 + $1.count } }

    /// Mirrors the drawing top to bottom within its bounds, for coordinates whose y axis points up.
    public mutating func flip() {
        guard let bounds else { return }
        for stroke in strokes.indices {
            for place in strokes[stroke].indices {
                strokes[stroke][place].y = bounds.minY + (bounds.maxY - strokes[stroke][place].y)
            }
        }
    }

    /// Multiplies the coordinates by `factor`.
    public mutating func scale(by factor: Double) {
        for stroke in strokes.indices {
            for place in strokes[stroke].indices {
                strokes[stroke][place].x *= factor
                strokes[stroke][place].y *= factor
            }
        }
    }
}
