import SketchInference
import SketchRendering

/// How drawings are sampled, as options state it; a convention that is not given depends on the model.
public struct SamplingSettings: Hashable, Sendable {
    /// From 0 to 100.
    public var temperature = 0.1
    /// Nil for the model's standard convention.
    public var convention: TemperatureConvention?
    public var isGreedy = false
    public var seed: UInt64 = 1

    public init() {}

    /// The settings with the convention that applies to a model.
    func resolved(isConditional: Bool = true) -> SamplingSettings {
        var copy = self
        copy.convention = convention ?? .standard(isConditional: isConditional)
        return copy
    }

    /// What the decoder needs.
    func sampling(isConditional: Bool = true) -> Sampling {
        Sampling(
            temperature: temperature, convention: convention ?? .standard(isConditional: isConditional),
            isGreedy: isGreedy)
    }

    public static let options: [JobOption<SamplingSettings>] = [
        JobOption.number(
            "temperature", \.temperature, in: 0...100, valueName: "t",
            help: "Sampling temperature: 0 is the least random, 1 samples the distribution as trained."
        ).named("t"),
        .convention(\.convention),
        .flag(
            "greedy", \.isGreedy,
            help: "Take the most likely component, its mean and the most likely pen state; no sampling noise."),
        .seed(\.seed),
    ]
}

extension JobOption {
    /// `--convention`
    static func convention(_ path: any WritableKeyPath<Root, TemperatureConvention?> & Sendable) -> JobOption {
        JobOption.choice(
            "convention", path, valueName: "name",
            help: """
                How the temperature acts: paper (equation 8), magenta (TensorFlow program), js (browser ports), \
                untempered-pen (as js, but pen states are not tempered).
                """,
            parse: { TemperatureConvention(named: $0) }
        ).withDefault("paper; untempered-pen for decoder-only models").formerly(
            values: ["timed": TemperatureConvention.untemperedPen.rawValue])
    }

    /// `--temperature` as a list
    static func temperatures(_ path: any WritableKeyPath<Root, TemperatureList> & Sendable) -> JobOption {
        JobOption.value(
            "temperature", path, valueName: "t,t",
            help: "Temperatures to sample at: 0.4, or 0.1,0.5,0.9, or 0.1,...,1.0.",
            parse: { text in
                do { return try TemperatureList(parsing: text) } catch let error as UsageError {
                    throw OptionRefusal(error.description)
                }
            }, text: { $0.text }
        ).named("t", "temperatures").recorded(.always, key: "temperatures")
    }

    /// `--seed`
    static func seed(_ path: any WritableKeyPath<Root, UInt64> & Sendable) -> JobOption {
        JobOption.number("seed", path, in: 0...UInt64.max, help: "Random seed; the same seed gives the same result.")
            .recorded(.always, key: nil)
    }
}

extension SheetStyle {
    /// The style of a sheet whose drawings were all sampled alike.
    func sampled(_ sampling: SamplingSettings) -> SheetStyle {
        var copy = self
        copy.temperature = sampling.isGreedy ? 0 : sampling.temperature
        return copy
    }
}
