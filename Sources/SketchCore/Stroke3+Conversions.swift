extension Sketch {
    /// The drawing as offsets in pixels: n points become n - 1 rows, since the first point is the origin.
    /// The pen is lifted after each stroke's last point, the whole drawing's included. A first stroke of
    /// one point has no row that could lift the pen, so it grows together with the second stroke.
    public var stroke3: Stroke3 {
        var rows: [Stroke3.Row] = []
        rows.reserveCapacity(max(pointCount - 1, 0))
        var previous: Point?
        for stroke in strokes {
            for (index, point) in stroke.enumerated() {
                let isLast = index == stroke.count - 1
                if let previous {
                    rows.append(
                        Stroke3.Row(
                            dx: Float(point.x - previous.x), dy: Float(point.y - previous.y),
                            isLifted: isLast))
                }
                previous = point
            }
        }
        return Stroke3(rows: rows)
    }
}

extension Stroke3 {
    /// The drawing as polylines that start at `origin`, offsets multiplied by `scale` (a model's scale
    /// factor turns model units into pixels).
    ///
    /// The origin belongs to the first stroke. A last stroke whose pen is never lifted is kept, unlike in
    /// the original's `strokes_to_lines`, which loses it.
    public func sketch(
        scale: Double = 1, origin: Point = Point(x: 0, y: 0), name: String = "", source: String = ""
    ) -> Sketch {
        var strokes: [[Point]] = []
        var stroke = [origin]
        var (x, y) = (origin.x, origin.y)
        for row in rows {
            x += Double(row.dx) * scale
            y += Double(row.dy) * scale
            stroke.append(Point(x: x, y: y))
            if row.isLifted {
                strokes.append(stroke)
                stroke = []
            }
        }
        if !stroke.isEmpty { strokes.append(stroke) }
        return Sketch(strokes: strokes, name: name, source: source)
    }

    /// Every offset multiplied by `factor`.
    public func scaled(by factor: Float) -> Stroke3 {
        Stroke3(rows: rows.map { Row(dx: $0.dx * factor, dy: $0.dy * factor, isLifted: $0.isLifted) })
    }

    /// Every offset clamped to +-`limit`, as training data is (1,000 pixels).
    public func clamped(to limit: Float = 1000) -> Stroke3 {
        Stroke3(
            rows: rows.map {
                Row(
                    dx: min(max($0.dx, -limit), limit), dy: min(max($0.dy, -limit), limit),
                    isLifted: $0.isLifted)
            })
    }

    /// The rows as stroke-5, without start token, end row and padding.
    public var stroke5: Stroke5 {
        Stroke5(rows: rows.map { Stroke5.Row(dx: $0.dx, dy: $0.dy, pen: $0.isLifted ? .up : .down) })
    }
}

extension Stroke5 {
    /// The rows before the first end of the drawing, as stroke-3 (the original's `to_normal_strokes`). If
    /// the first row is an end row, or none is, all rows are returned.
    public var stroke3: Stroke3 {
        let end = rows.firstIndex { $0.pen == .end } ?? 0
        let drawn = end > 0 ? rows[..<end] : rows[...]
        return Stroke3(
            rows: drawn.map { Stroke3.Row(dx: $0.dx, dy: $0.dy, isLifted: $0.pen == .up) })
    }

    /// The rows followed by end rows up to `length` (the original's `to_big_strokes`); longer drawings stay
    /// as they are.
    public func padded(to length: Int) -> Stroke5 {
        Stroke5(rows: rows + [Row](repeating: .end, count: max(length - rows.count, 0)))
    }
}
