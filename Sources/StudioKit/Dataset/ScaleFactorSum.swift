import SketchCore

/// The scale factor of a training set, accumulated drawing by drawing (Ha & Eck, section 3.2).
struct ScaleFactorSum {
    private var (sum, squares, count) = (0.0, 0.0, 0.0)

    mutating func add(_ drawing: Stroke3) {
        for row in drawing.rows {
            let (dx, dy) = (Double(row.dx), Double(row.dy))
            sum += dx + dy
            squares += dx * dx + dy * dy
            count += 2
        }
    }

    var factor: Double {
        guard count > 0 else { return 1 }
        let mean = sum / count
        let deviation = max(squares / count - mean * mean, 0).squareRoot()
        return deviation > 0 ? deviation : 1
    }
}
