import SketchSupport

/// A summary of a list of numbers.
public struct Distribution: Codable, Hashable, Sendable {
    public var count: Int
    public var mean: Double
    public var minimum: Double
    public var percentile1: Double
    public var percentile10: Double
    public var median: Double
    public var percentile90: Double
    public var maximum: Double

    /// Nil for an empty list. The quantile q of n values is the value at index floor(q (n - 1)) in ascending order.
    public init?(_ values: [Double]) {
        let sorted = values.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        func quantile(_ q: Double) -> Double { Quantile.value(q, ofSorted: sorted) ?? first }
        count = sorted.count
        mean = sorted.reduce(0, +) / Double(sorted.count)
        minimum = first
        percentile1 = quantile(0.01)
        percentile10 = quantile(0.1)
        median = quantile(0.5)
        percentile90 = quantile(0.9)
        maximum = last
    }

    private enum CodingKeys: String, CodingKey {
        case count, mean, minimum, median, maximum
        case percentile1 = "p1"
        case percentile10 = "p10"
        case percentile90 = "p90"
    }
}
