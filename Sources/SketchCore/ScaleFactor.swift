/// The scale factor of training drawings, accumulated drawing by drawing: the population standard deviation of all dx and
/// dy as one set, in pixels (Ha & Eck 2017, section 4).
package struct ScaleFactor {
    private var (sum, squares, count) = (0.0, 0.0, 0.0)

    package init() {}

    /// - Parameter drawing: offsets in pixels, clamped.
    package mutating func add(_ drawing: Stroke3) {
        for row in drawing.rows {
            let (dx, dy) = (Double(row.dx), Double(row.dy))
            sum += dx + dy
            squares += dx * dx + dy * dy
            count += 2
        }
    }

    /// The factor; 1 without offsets or if all are equal.
    package var value: Double {
        guard count > 0 else { return 1 }
        let mean = sum / count
        let deviation = max(squares / count - mean * mean, 0).squareRoot()
        return deviation > 0 ? deviation : 1
    }
}
