import ArgumentParser
import SketchEvaluation
import StudioKit

/// What `studio evaluate --report` measures.
struct ReportOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("Measure quality beyond the loss, and write report and sheets here.", valueName: "folder"))
    var report: String?
    @Option(name: .long, help: ArgumentHelp("The most drawings of a class, chosen by the seed.", valueName: "n"))
    var perClass: Int = 200
    @Option(
        name: [.short, .long, .customLong("temperatures")], parsing: .unconditional,
        help: ArgumentHelp("Where drawings are drawn; interpolations and analogies at the first.", valueName: "t,t"),
        transform: TemperatureList.init(parsing:))
    var temperature = TemperatureList(0.1, 0.3, 0.6)
    @OptionGroup var conventionOptions: ConventionOptions
    @OptionGroup var classifierOptions: ClassifierOptions
    @OptionGroup var threadOptions: ThreadOptions

    func validate() throws {
        guard (1...1_000_000).contains(perClass) else {
            throw ValidationError("--per-class \(perClass): give a number from 1 to 1000000.")
        }
        if let report, report.isEmpty { throw ValidationError("--report is empty: name a folder.") }
    }

    func settings(seed: UInt64) -> QualityMeasurement.Settings {
        var settings = QualityMeasurement.Settings()
        settings.temperatures = temperature.values
        settings.convention = conventionOptions.convention
        (settings.seed, settings.threads) = (seed, threadOptions.threads)
        return settings
    }
}
