import SketchCore

/// How a temperature T acts. The paper, its TensorFlow program and its browser ports differ.
///
/// | convention | pi logits divided by | pen logits divided by | sigma multiplied by |
/// |---|---|---|---|
/// | paper (Ha & Eck, equation 8) | T | T | sqrt(T) |
/// | magenta (TensorFlow `sample`) | T | T | T |
/// | js (browser ports) | 0.5 + 0.5 T | 0.5 + 0.5 T | sqrt(T) |
/// | timed | 0.5 + 0.5 T | 1 | sqrt(T) |
///
/// The probability that the pen is lifted behind a point is a rate: how long a line becomes follows from many small ones.
/// A latent tells when, and the right one is near 1. Without a latent each is below one half, a low T divides them away,
/// and a dot or a scribble never ends. `timed` leaves the pen its own timing.
public enum TemperatureConvention: String, Hashable, Sendable, CaseIterable, Codable {
    case paper, timed, magenta, js

    /// What the logits of the mixture are divided by.
    public func logitDivisor(_ temperature: Double) -> Double {
        self == .js || self == .timed ? 0.5 + 0.5 * temperature : temperature
    }

    /// What the logits of the pen states are divided by.
    public func penDivisor(_ temperature: Double) -> Double {
        self == .timed ? 1 : logitDivisor(temperature)
    }

    /// What a model's drawings are drawn by where nothing else is asked for: `timed` without a latent, else the paper's.
    public static func standard(isConditional: Bool) -> TemperatureConvention { isConditional ? .paper : .timed }

    /// What the standard deviations are multiplied by.
    public func deviationFactor(_ temperature: Double) -> Double {
        self == .magenta ? temperature : temperature.squareRoot()
    }
}

/// How a decoder chooses its next point.
public struct Sampling: Hashable, Sendable {
    /// T >= 0, usually in (0, 1]. Where T makes the logits' divisor 0, the likeliest component is taken.
    public var temperature: Double
    public var convention: TemperatureConvention
    /// Takes the likeliest component, its mean, and the likeliest pen state; the temperature is not used.
    public var isGreedy: Bool

    public init(
        temperature: Double = 1, convention: TemperatureConvention = .paper, isGreedy: Bool = false
    ) {
        self.temperature = temperature
        self.convention = convention
        self.isGreedy = isGreedy
    }

    /// Throws `InferenceError.invalidArgument` for a temperature that is negative, NaN or infinite.
    public func validate() throws {
        guard temperature.isFinite, temperature >= 0 else {
            throw InferenceError.invalidArgument(
                detail: "The temperature \(temperature) is not a number of at least 0")
        }
    }
}

/// When a decoder stops.
public enum DecodeLength: Hashable, Sendable {
    /// At the end-of-drawing state, or after `limit` rows if none comes; the end row is not returned.
    case untilEnd(limit: Int)
    /// After exactly this many rows, whatever the pen says; rows with the pen state `.end` are returned.
    case steps(Int)

    var limit: Int {
        switch self {
        case .untilEnd(let limit): limit
        case .steps(let count): count
        }
    }
}

/// One drawing to decode.
public struct DecodeRequest: Hashable, Sendable {
    /// z, Z values; nil for a decoder-only model.
    public var latent: [Float]?
    public var sampling: Sampling
    /// The seed and the number of the drawing's cell on its sheet; together they fix every draw.
    public var seed: UInt64
    public var cell: UInt64
    /// Rows in model units that the decoder is shown as its own first ones: the given part of a completion.
    public var prefix: [Stroke5.Row]

    public init(
        latent: [Float]? = nil, sampling: Sampling = Sampling(), seed: UInt64, cell: UInt64 = 0,
        prefix: [Stroke5.Row] = []
    ) {
        self.latent = latent
        self.sampling = sampling
        self.seed = seed
        self.cell = cell
        self.prefix = prefix
    }
}

/// What came of a request.
public struct DecodedSketch: Hashable, Sendable {
    /// Rows in model units: the request's prefix, then what the decoder drew.
    public var stroke5: Stroke5
    /// How many of the first rows are the prefix.
    public var prefixCount: Int
    /// The decoder drew the end-of-drawing state.
    public var reachedEnd: Bool

    public init(stroke5: Stroke5, prefixCount: Int, reachedEnd: Bool) {
        self.stroke5 = stroke5
        self.prefixCount = prefixCount
        self.reachedEnd = reachedEnd
    }
}
