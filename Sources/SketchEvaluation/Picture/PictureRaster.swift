import SketchCore
import SketchInference

/// A drawing as a grey picture, the input of a `PictureClassifier`.
///
/// The drawing's larger side is scaled to 28 of 32 pixels and its bounding box is centred. A line has the value 1 up to half
/// a pixel from its middle, falling to 0 at 1.5 pixels. Pen lifts leave gaps; a stroke of one point is a dot. Only IEEE
/// operations in a fixed order are used, so the bytes are equal on every processor.
public struct PictureRaster: Hashable, Sendable {
    /// The width and height in pixels.
    public static let side = 32
    private static let inked = 28.0
    /// The distance from a line's middle at which its value is 0.
    private static let reach: Float = 1.5

    /// The pixels row by row, [side * side], from 0 (paper) to 1 (ink); all zero for a drawing without rows.
    public let pixels: [Float]

    /// - Parameter drawing: in any unit.
    public init(_ drawing: Stroke3) {
        let buffer = FloatBuffer(count: Self.side * Self.side)
        Self.draw(drawing, into: buffer.vector.matrix(rows: Self.side, columns: Self.side))
        pixels = buffer.values
    }

    /// Draws on pixels [side, side] that are zero. Draws nothing if the drawing has no rows, or if its size is not finite.
    package static func draw(_ drawing: Stroke3, into pixels: MatrixView<Float>) {
        guard let bounds = bounds(drawing) else { return }
        let extent = max(bounds.high.x - bounds.low.x, bounds.high.y - bounds.low.y)
        guard extent.isFinite else { return }
        let scale = extent > 0 ? inked / extent : 0
        // The box's centre lies in the middle of the picture; a pixel's own place is its centre.
        let middle = (bounds.low + bounds.high) / 2
        func place(_ point: SIMD2<Double>) -> SIMD2<Float> {
            SIMD2<Float>((point - middle) * scale + Double(side - 1) / 2)
        }
        var point = SIMD2<Double>()
        var from = place(point)
        var isDrawing = true
        for row in drawing.rows {
            point += SIMD2(Double(row.dx), Double(row.dy))
            let to = place(point)
            line(from: isDrawing ? from : to, to: to, into: pixels)
            isDrawing = !row.isLifted
            from = to
        }
    }

    private static func bounds(_ drawing: Stroke3) -> (low: SIMD2<Double>, high: SIMD2<Double>)? {
        guard !drawing.rows.isEmpty else { return nil }
        var point = SIMD2<Double>()
        var (low, high) = (point, point)
        for row in drawing.rows {
            point += SIMD2(Double(row.dx), Double(row.dy))
            low = pointwiseMin(low, point)
            high = pointwiseMax(high, point)
        }
        return (low, high)
    }

    private static func line(from a: SIMD2<Float>, to b: SIMD2<Float>, into pixels: MatrixView<Float>) {
        let segment = b - a
        let square = (segment * segment).sum()
        guard let rows = range(min(a.y, b.y) - reach, max(a.y, b.y) + reach) else { return }
        // Along a row, the line's neighbourhood is this far to both sides of the line, and one pixel of tolerance.
        let slope = segment.y != 0 ? segment.x / segment.y : 0
        let side = segment.y != 0 ? reach * square.squareRoot() / abs(segment.y) + 1 : .infinity
        for y in rows {
            let centre = a.x + (Float(y) - a.y) * slope
            let low = max(min(a.x, b.x) - reach, centre - side)
            let high = min(max(a.x, b.x) + reach, centre + side)
            guard let columns = range(low, high) else { continue }
            let row = pixels.row(y)
            for x in columns {
                let offset = SIMD2(Float(x), Float(y)) - a
                let t = square > 0 ? min(max((offset * segment).sum() / square, 0), 1) : 0
                let distance = offset - segment * t
                let ink = min(reach - (distance * distance).sum().squareRoot(), 1)
                if ink > row[x] { row[x] = ink }
            }
        }
    }

    /// The pixels between two places.
    private static func range(_ low: Float, _ high: Float) -> ClosedRange<Int>? {
        let first = max(low.rounded(.up), 0)
        let last = min(high.rounded(.down), Float(side - 1))
        return first <= last ? Int(first)...Int(last) : nil
    }
}
