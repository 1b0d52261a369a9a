/// The smallest axis-parallel rectangle around points, in their unit.
public struct Bounds: Hashable, Sendable {
    /// The left edge.
    public private(set) var minX: Double
    /// The upper edge.
    public private(set) var minY: Double
    /// The right edge.
    public private(set) var maxX: Double
    /// The lower edge.
    public private(set) var maxY: Double

    /// The rectangle of one point.
    public init(_ point: Point) {
        (minX, maxX, minY, maxY) = (point.x, point.x, point.y, point.y)
    }

    /// The rectangle around all points; nil without points.
    public init?(_ points: some Sequence<Point>) {
        var bounds: Bounds?
        for point in points {
            if bounds == nil { bounds = Bounds(point) } else { bounds?.add(point) }
        }
        guard let bounds else { return nil }
        self = bounds
    }

    /// Extends the rectangle to include a point.
    public mutating func add(_ point: Point) {
        minX = min(minX, point.x)
        maxX = max(maxX, point.x)
        minY = min(minY, point.y)
        maxY = max(maxY, point.y)
    }

    /// The horizontal side.
    public var width: Double { maxX - minX }
    /// The vertical side.
    public var height: Double { maxY - minY }
    /// The larger side.
    public var extent: Double { max(width, height) }
    /// The point halfway between the edges.
    public var centre: Point { Point(x: minX + width / 2, y: minY + height / 2) }

    /// The squared distance from a point to the nearest point of the rectangle; 0 inside.
    func squaredDistance(to p: Point) -> Double {
        let dx = max(minX - p.x, 0, p.x - maxX)
        let dy = max(minY - p.y, 0, p.y - maxY)
        return dx * dx + dy * dy
    }
}

extension Sketch {
    /// The smallest rectangle around all points; nil without points.
    public var bounds: Bounds? { Bounds(strokes.joined()) }
}

extension Stroke3 {
    /// The smallest rectangle around the pen's path, including the origin (`get_bounds` in the original program).
    public var bounds: Bounds {
        var position = Point(x: 0, y: 0)
        var bounds = Bounds(position)
        for row in rows {
            position = Point(x: position.x + Double(row.dx), y: position.y + Double(row.dy))
            bounds.add(position)
        }
        return bounds
    }
}
