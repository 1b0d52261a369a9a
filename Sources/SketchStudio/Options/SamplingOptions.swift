import ArgumentParser
import SketchInference
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
