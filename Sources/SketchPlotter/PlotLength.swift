import SketchCore

/// Lengths of the pen's path, in the unit of the points.
package enum PlotLength {
    /// The length of a stroke.
    package static func of(_ stroke: [Point]) -> Double {
        stroke.pathLength
    }

    /// The length of the pen's path between strokes.
    package static func travel(of strokes: [[Point]]) -> Double {
        zip(strokes, strokes.dropFirst()).reduce(0) { sum, pair in
            guard let end = pair.0.last, let start = pair.1.first else { return sum }
            return sum + end.squaredDistance(to: start).squareRoot()
        }
    }
}
