/// A mean with its 95 % interval: of shares, probabilities or distances over independent drawings or paths.
public struct Share: Codable, Hashable, Sendable {
    public var value: Double
    /// The half width of the 95 % interval by the normal approximation, 1.96 s / sqrt(n).
    public var interval: Double
    /// n.
    public var count: Int

    /// Nil without values.
    public init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        let n = Double(values.count)
        let mean = values.reduce(0, +) / n
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(n - 1, 1)
        (value, interval, count) = (mean, 1.96 * (variance / n).squareRoot(), values.count)
    }

    /// The share of true values; nil without values.
    public init?(_ values: [Bool]) { self.init(values.map { $0 ? 1.0 : 0.0 }) }
}
