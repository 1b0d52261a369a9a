import ArgumentParser
import SketchFormats
import StudioKit

extension SketchReader.InputFormat: ExpressibleByArgument {}

/// How files of drawings are read.
struct InputOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("What the drawings are; without it their content tells.", valueName: "format"))
    var inputFormat: SketchReader.InputFormat?
    @OptionGroup var limitOptions: LimitOptions

    var reading: ReadOptions { ReadOptions(format: inputFormat, limits: limitOptions.limits) }
}

/// How large a file may be.
struct LimitOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Raise the readers' caps on bytes and counts so many times, 1 to 64; they guard memory and time.",
            valueName: "times"))
    var inputLimits: Double = 1

    func validate() throws {
        guard ReaderLimits.factors.contains(inputLimits) else {
            throw ValidationError("--input-limits \(inputLimits): give a number from 1 to 64.")
        }
    }

    var limits: ReaderLimits { ReaderLimits(factor: inputLimits) }
}
