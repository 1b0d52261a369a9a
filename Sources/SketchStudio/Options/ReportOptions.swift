import ArgumentParser
import StudioKit

extension QualitySheets.Kind: ExpressibleByArgument {}

/// The quality report of `studio evaluate`.
struct ReportOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Write a quality report to this folder.", valueName: "folder"))
    var report: String?
    @Option(name: .long, help: ArgumentHelp("Make only this sheet of the report.", valueName: "name"))
    var sheet: QualitySheets.Kind?
    @Option(
        name: .long, help: ArgumentHelp("Maximum number of drawings per class, selected by --seed.", valueName: "n"))
    var perClass: Int = 200

    func validate() throws {
        guard (1...1_000_000).contains(perClass) else {
            throw ValidationError("--per-class \(perClass): must be from 1 to 1000000.")
        }
        if let report, report.isEmpty { throw ValidationError("--report is empty. Name a folder.") }
    }
}

/// How the drawings of a quality report are sampled.
struct ReportSamplingOptions: ParsableArguments {
    @Option(
        name: [.short, .long, .customLong("temperatures")], parsing: .unconditional,
        help: ArgumentHelp(
            "Temperatures to sample at: 0.4, or 0.1,0.5,0.9, or 0.1,...,1.0. Interpolations and analogies use the first.",
            valueName: "t,t"),
        transform: TemperatureList.init(parsing:))
    var temperature = TemperatureList(0.1, 0.3, 0.6)
    @OptionGroup var conventionOptions: ConventionOptions
    @OptionGroup var seedOptions: SeedOptions
}
