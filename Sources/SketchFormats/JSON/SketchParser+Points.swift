import SketchCore

/// The points of one stroke, and strokes as lists of coordinates.
extension SketchParser {
    func polyline(_ value: JSONView, _ isPrepared: inout Bool, _ hasThird: inout Bool) throws -> [Point] {
        try value.elements.map { entry in
            let point: Point
            if let numbers = entry.numbers, (4...8).contains(numbers.count) {
                point = Point(x: JSONView.value(numbers, 0), y: JSONView.value(numbers, 1))
                if numbers.count > 4 { (hasThird, isPrepared) = (true, false) }
            } else {
                point = try objectPoint(entry)
            }
            try check(point, &isPrepared)
            return point
        }
    }

    /// Returns the point of an object `{"x", "y"}`.
    private func objectPoint(_ object: JSONView) throws -> Point {
        var (x, y) = (Double?.none, Double?.none)
        try object.forEachMember { name, value in
            guard name.count == 1 else { return }
            if name[0] == UInt8(ascii: "x") {
                if x != nil { try checkNames(of: object) }
                x = value.number
            } else if name[0] == UInt8(ascii: "y") {
                if y != nil { try checkNames(of: object) }
                y = value.number
            }
        }
        guard let x, let y else { throw noDrawing("a point without x and y") }
        return Point(x: x, y: y)
    }

    /// Returns the strokes of an object with lists `x` and `y`.
    func columns(_ object: JSONView, _ isPrepared: inout Bool) throws -> [[Point]] {
        guard let x = object.member("x"), let y = object.member("y"), x.isArray, y.isArray else {
            throw noDrawing("a drawing without lists x and y")
        }
        if (object.member("t")?.elements).map({ !$0.isEmpty }) == true { isPrepared = false }
        if let xs = x.numbers, let ys = y.numbers {
            guard xs.count == ys.count else { throw noDrawing("lists x and y of different lengths") }
            return [try points(xs, ys, &isPrepared)]
        }
        var strokes: [[Point]] = []
        var (xRows, yRows) = (x.elements, y.elements)
        while let xs = xRows.next() {
            guard let ys = yRows.next(), let xs = xs.numbers, let ys = ys.numbers, xs.count == ys.count else {
                throw noDrawing("lists x and y of different lengths")
            }
            strokes.append(try points(xs, ys, &isPrepared))
        }
        guard yRows.next() == nil else { throw noDrawing("lists x and y of different lengths") }
        return strokes
    }
}
