import ArgumentParser
import SketchInference
import StudioKit

extension TemperatureConvention: ExpressibleByArgument {}

/// How temperatures act.
struct ConventionOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "How the temperature acts: paper (eq. 8), magenta (TensorFlow program), js (browser ports), timed (as js, but "
                + "the pen keeps its own timing). (default: paper; timed for a decoder alone)",
            valueName: "name"))
    var convention: TemperatureConvention?
}
