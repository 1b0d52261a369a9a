extension Sketch {
    /// The drawing as offsets in pixels: n points become n - 1 rows, since the first point is the origin. The pen is lifted
    /// after the last point of each stroke. A first stroke of one point becomes a row of offset 0, which lifts the pen, unless
    /// no stroke follows.
    public var stroke3: Stroke3 {
        var rows: [Stroke3.Row] = []
        rows.reserveCapacity(pointCount)
        guard let first = strokes.first(where: { !$0.isEmpty }) else { return Stroke3(rows: []) }
        if first.count == 1, pointCount > 1 { rows.append(Stroke3.Row(dx: 0, dy: 0, isLifted: true)) }
        var previous = first[0]
        var start = 1
        for stroke in strokes where !stroke.isEmpty {
            for index in start..<stroke.count {
                let point = stroke[index]
                rows.append(
                    Stroke3.Row(
                        dx: Float(point.x - previous.x), dy: Float(point.y - previous.y), isLifted: index == stroke.count - 1))
                previous = point
            }
            start = 0
        }
        return Stroke3(rows: rows)
    }
}

extension Stroke3 {
    /// Returns the drawing as strokes of points that start at `origin`, with offsets multiplied by `scale` (a model's scale
    /// factor converts model units to pixels).
    ///
    /// The origin belongs to the first stroke, and is the whole of it if the first of several rows lifts the pen there. A last
    /// stroke whose pen is never lifted is kept, unlike in `strokes_to_lines` of the original program.
    public func sketch(
        scale: Double = 1, origin: Point = Point(x: 0, y: 0), name: String = "", source: String = ""
    ) -> Sketch {
        var strokes: [[Point]] = []
        var stroke = [origin]
        var (x, y) = (origin.x, origin.y)
        var rows = rows[...]
        if rows.count > 1, let first = rows.first, first.isLifted, first.dx == 0, first.dy == 0 {
            strokes.append(stroke)
            stroke = []
            rows.removeFirst()
        }
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

    /// Returns every offset multiplied by `factor`.
    public func scaled(by factor: Float) -> Stroke3 {
        Stroke3(rows: rows.map { Row(dx: $0.dx * factor, dy: $0.dy * factor, isLifted: $0.isLifted) })
    }

    /// Returns every offset clamped to +-`limit`; training data are clamped to 1,000 pixels.
    public func clamped(to limit: Float = 1000) -> Stroke3 {
        if rows.allSatisfy({ abs($0.dx) <= limit && abs($0.dy) <= limit }) { return self }
        return Stroke3(
            rows: rows.map {
                Row(
                    dx: min(max($0.dx, -limit), limit), dy: min(max($0.dy, -limit), limit),
                    isLifted: $0.isLifted)
            })
    }

    /// The rows as stroke-5, without start token, end row or padding.
    public var stroke5: Stroke5 {
        Stroke5(rows: rows.map { Stroke5.Row(dx: $0.dx, dy: $0.dy, pen: $0.isLifted ? .up : .down) })
    }

    /// Returns the rows as ``stroke5`` of offsets clamped to +-`limit` and then divided by `factor` (from pixels to model
    /// units).
    public func stroke5(clampedTo limit: Float = 1000, dividedBy factor: Float) -> Stroke5 {
        Stroke5(
            rows: rows.map {
                Stroke5.Row(
                    dx: min(max($0.dx, -limit), limit) / factor, dy: min(max($0.dy, -limit), limit) / factor,
                    pen: $0.isLifted ? .up : .down)
            })
    }
}

extension Stroke5 {
    /// The rows before the first end row, as stroke-3 (`to_normal_strokes` in the original program). If the first row or no
    /// row is an end row, all rows.
    public var stroke3: Stroke3 {
        let end = rows.firstIndex { $0.pen == .end } ?? 0
        let drawn = end > 0 ? rows[..<end] : rows[...]
        return Stroke3(
            rows: drawn.map { Stroke3.Row(dx: $0.dx, dy: $0.dy, isLifted: $0.pen == .up) })
    }

    /// Returns the rows padded with end rows to `length` (`to_big_strokes` in the original program); longer drawings are
    /// unchanged.
    public func padded(to length: Int) -> Stroke5 {
        Stroke5(rows: rows + [Row](repeating: .end, count: max(length - rows.count, 0)))
    }
}
