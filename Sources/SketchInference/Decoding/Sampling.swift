/// How a decoder chooses its next row.
public struct Sampling: Hashable, Sendable {
    /// T >= 0, usually in (0, 1]. Where T makes the logits' divisor 0, the most probable component is used.
    public var temperature: Double
    public var convention: TemperatureConvention
    /// Uses the most probable component, its mean, and the most probable pen state; the temperature has no effect.
    public var isGreedy: Bool

    public init(temperature: Double = 1, convention: TemperatureConvention = .paper, isGreedy: Bool = false) {
        self.temperature = temperature
        self.convention = convention
        self.isGreedy = isGreedy
    }

    /// - Throws: `InferenceError.invalidTemperature` for a temperature that is negative, NaN or infinite.
    public func validate() throws {
        guard temperature.isFinite, temperature >= 0 else { throw InferenceError.invalidTemperature(temperature) }
    }
}
