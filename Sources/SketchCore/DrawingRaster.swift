/// A drawing as a small grey picture, for a distance close to visual similarity.
///
/// The drawing's larger side is scaled to 20 of 28 pixels and its bounding box is centred. A line has the value 1 along its
/// middle, falling to 0 at a distance of 4 pixels, so that lines up to 8 pixels apart overlap. The pixels are scaled to
/// unit length, and the distance is Euclidean: 0 for equal pictures, sqrt 2 for lines that never overlap. Size and position
/// on the canvas, stroke order and pen direction have no effect.
public struct DrawingRaster: Hashable, Sendable {
    package static let side = 28
    private static let inked = 20.0
    private static let reach: Float = 4
    /// The number of vectors of 16 pixels in a picture.
    package static let vectorCount = side * side / 16

    /// The pixels row by row; all zero for a drawing without a line.
    package let vectors: [SIMD16<Float>]

    /// - Parameter drawing: in any unit.
    public init(_ drawing: Stroke3) {
        var pixels = [Float](repeating: 0, count: Self.side * Self.side)
        if !drawing.rows.isEmpty { Self.draw(drawing, into: &pixels) }
        let length = pixels.reduce(0 as Float) { $0 + $1 * $1 }.squareRoot()
        vectors = (0..<Self.vectorCount).map { index in
            var vector = SIMD16<Float>()
            for k in 0..<16 { vector[k] = length > 0 ? pixels[index * 16 + k] / length : 0 }
            return vector
        }
    }

    /// The distance, from 0 to sqrt 2; sqrt 2 if either drawing has no line.
    public func distance(to other: DrawingRaster) -> Double {
        var sum = SIMD16<Float>()
        for (a, b) in zip(vectors, other.vectors) { sum += a * b }
        return Self.distance(product: sum.sum())
    }

    /// The distance of unit vectors with a given scalar product.
    package static func distance(product: Float) -> Double { max(2 - 2 * Double(product), 0).squareRoot() }

    private static func draw(_ drawing: Stroke3, into pixels: inout [Float]) {
        let strokes = drawing.sketch().strokes
        guard let bounds = Bounds(strokes.joined()) else { return }
        let scale = bounds.extent > 0 ? inked / bounds.extent : 0
        // The box's centre lies in the middle of the picture; a pixel's own place is its centre.
        let middle = Double(side - 1) / 2
        func place(_ point: Point) -> SIMD2<Float> {
            SIMD2(
                Float((point.x - (bounds.minX + bounds.maxX) / 2) * scale + middle),
                Float((point.y - (bounds.minY + bounds.maxY) / 2) * scale + middle))
        }
        for stroke in strokes {
            let places = stroke.map(place)
            if let only = places.first, places.count == 1 { line(from: only, to: only, into: &pixels) }
            for (from, to) in zip(places, places.dropFirst()) { line(from: from, to: to, into: &pixels) }
        }
    }

    private static func line(from a: SIMD2<Float>, to b: SIMD2<Float>, into pixels: inout [Float]) {
        func range(_ p: Float, _ q: Float) -> ClosedRange<Int>? {
            let low = max(Int((min(p, q) - reach).rounded(.up)), 0)
            let high = min(Int((max(p, q) + reach).rounded(.down)), side - 1)
            return low <= high ? low...high : nil
        }
        guard let columns = range(a.x, b.x), let rows = range(a.y, b.y) else { return }
        let segment = b - a
        let square = (segment * segment).sum()
        for y in rows {
            for x in columns {
                let from = SIMD2(Float(x), Float(y)) - a
                let t = square > 0 ? min(max((from * segment).sum() / square, 0), 1) : 0
                let off = from - segment * t
                let ink = 1 - (off * off).sum().squareRoot() / reach
                let index = y * side + x
                if ink > pixels[index] { pixels[index] = ink }
            }
        }
    }
}
