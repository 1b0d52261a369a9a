/// How evenly a way of drawings changes from one to the next.
public struct Evenness: Hashable, Sendable {
    /// The largest step over the mean step: 1 where all are equal, n - 1 of n drawings where one jump is all
    /// that happens.
    public var largestOverMean: Double
    public var meanStep: Double
    /// From the first drawing to the last.
    public var endToEnd: Double

    /// Nil for fewer than three drawings, and where nothing changes. Distances are those of `DrawingRaster`.
    public init?(_ way: [DrawingRaster]) {
        guard way.count >= 3, let first = way.first, let last = way.last else { return nil }
        let steps = zip(way, way.dropFirst()).map { $0.distance(to: $1) }
        let mean = steps.reduce(0, +) / Double(steps.count)
        guard mean > 1e-6, let largest = steps.max() else { return nil }
        largestOverMean = largest / mean
        meanStep = mean
        endToEnd = first.distance(to: last)
    }
}
