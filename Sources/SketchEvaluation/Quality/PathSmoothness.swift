import SketchCore

/// How evenly the drawings along a path change from one step to the next.
public struct PathSmoothness: Hashable, Sendable {
    /// The largest step divided by the mean step: 1 if all steps are equal, n - 1 for n drawings of which only two
    /// neighbours differ.
    public var largestOverMean: Double
    /// The mean distance of neighbours.
    public var meanStep: Double
    /// The distance of the first drawing from the last.
    public var endToEnd: Double

    /// Nil for fewer than three drawings, and if no drawing differs from its neighbours. Distances are those of
    /// `DrawingRaster`.
    public init?(_ path: [DrawingRaster]) {
        guard path.count >= 3, let first = path.first, let last = path.last else { return nil }
        let steps = zip(path, path.dropFirst()).map { $0.distance(to: $1) }
        let mean = steps.reduce(0, +) / Double(steps.count)
        guard mean > 1e-6, let largest = steps.max() else { return nil }
        largestOverMean = largest / mean
        meanStep = mean
        endToEnd = first.distance(to: last)
    }
}
