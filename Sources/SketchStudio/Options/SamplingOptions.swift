import ArgumentParser
import SketchInference
import SketchRendering
import StudioKit

extension TemperatureConvention: ExpressibleByArgument {
    public init?(argument: String) { self.init(named: argument) }
}

/// How temperatures act.
struct ConventionOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "How the temperature acts: paper (eq. 8), magenta (TensorFlow program), js (browser ports), untempered-pen (as js, but "
                + "the pen keeps its own timing). (default: paper; untempered-pen for decoder-only models)",
            valueName: "name"))
    var convention: TemperatureConvention?
}

/// How drawings are drawn from what the decoder says.
struct SamplingOptions: ParsableArguments {
    @Option(name: [.short, .long], help: ArgumentHelp("Randomness from 0 (none) to 1 (as trained), or beyond.", valueName: "t"))
    var temperature: Double = 0.1

    @OptionGroup var conventionOptions: ConventionOptions

    @Flag(name: .long, help: "Take the likeliest component, its mean and the likeliest pen state; no chance.")
    var greedy = false

    func validate() throws {
        guard temperature.isFinite, temperature >= 0, temperature <= 100 else {
            throw ValidationError("--temperature \(temperature): give a number from 0 to 100.")
        }
    }

    /// For commands that need a latent.
    var sampling: Sampling { sampling(isConditional: true) }

    func sampling(isConditional: Bool) -> Sampling {
        Sampling(
            temperature: temperature,
            convention: conventionOptions.convention ?? .standard(isConditional: isConditional), isGreedy: greedy)
    }
}

extension Sampling {
    /// The recipe's part about the drawing of points.
    var settings: [RecipeEntry] {
        isGreedy
            ? [RecipeEntry("greedy", .flag(true))]
            : [
                RecipeEntry("temperature", .number(temperature)),
                RecipeEntry("convention", .text(convention.rawValue)),
            ]
    }

    /// The options as they could be typed again.
    func options(on command: CommandLineText) -> CommandLineText {
        if isGreedy { return command.flag("greedy", true) }
        return command.option("temperature", "\(temperature)").option("convention", convention.rawValue)
    }
}
