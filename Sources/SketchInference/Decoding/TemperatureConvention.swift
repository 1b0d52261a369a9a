/// How a temperature T acts. The paper, its TensorFlow program and its browser ports differ.
///
/// | convention | pi logits divided by | pen logits divided by | sigma multiplied by |
/// |---|---|---|---|
/// | paper (Ha & Eck, equation 8) | T | T | sqrt(T) |
/// | magenta (TensorFlow `sample`) | T | T | T |
/// | js (browser ports) | 0.5 + 0.5 T | 0.5 + 0.5 T | sqrt(T) |
/// | untempered-pen | 0.5 + 0.5 T | 1 | sqrt(T) |
///
/// The probability that the pen is lifted after a point is a rate: a stroke's length follows from many small
/// probabilities. With a latent, the probability is near 1 at the right point. Without one, each is below one half; a low T
/// makes them negligible, so strokes do not end. `untemperedPen` leaves the pen's probabilities as trained.
public enum TemperatureConvention: String, Hashable, Sendable, CaseIterable, Codable {
    case paper
    case untemperedPen = "untempered-pen"
    case magenta
    case js

    /// The convention of a name: a raw value, or `timed`, the former name of `untempered-pen`. Nil for any other.
    public init?(named name: String) {
        guard let convention = TemperatureConvention(rawValue: name == "timed" ? Self.untemperedPen.rawValue : name) else {
            return nil
        }
        self = convention
    }

    /// Reads a name as `init(named:)` does.
    ///
    /// - Throws: `DecodingError` for an unknown name.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let convention = TemperatureConvention(named: name) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown temperature convention \(name)")
        }
        self = convention
    }

    /// The standard convention of a model: `paper` with a latent, `untemperedPen` without.
    public static func standard(isConditional: Bool) -> TemperatureConvention { isConditional ? .paper : .untemperedPen }

    /// The divisor of the mixture's logits.
    public func logitDivisor(_ temperature: Double) -> Double {
        self == .js || self == .untemperedPen ? 0.5 + 0.5 * temperature : temperature
    }

    /// The divisor of the pen states' logits.
    public func penDivisor(_ temperature: Double) -> Double {
        self == .untemperedPen ? 1 : logitDivisor(temperature)
    }

    /// The factor of the standard deviations.
    public func deviationFactor(_ temperature: Double) -> Double {
        self == .magenta ? temperature : temperature.squareRoot()
    }
}
