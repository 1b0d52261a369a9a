import ArgumentParser
import StudioKit

/// `studio sample`: drawings out of nothing.
struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Drawings from the prior, or from a decoder-only model.",
        discussion: """
            A conditional model draws from latents z ~ N(0, 1), or with --prior aggregate from a normal distribution with \
            the mean and covariance of its training drawings' latents, which lie elsewhere than the prior says where \
            the KL weight is small; a decoder-only model starts from its zero state. With \
            several temperatures the drawings are a table: a column (or, with --along rows, a row) for each \
            temperature, blue to red, and in it --count drawings. Drawings beside each other in the direction of the \
            temperature share latent and chance. --output writes a sheet (.png, .svg, .pdf) or records (.ndjson).

            EXAMPLES
              studio sample --count 20
              studio sample --model face --temperature 0.1,...,1.0 --count 5
              studio sample --temperature 0.2,0.4,...,1.0 --along rows --count 8 \\
                  --output grid.svg
              studio sample --count 20 --prior aggregate
              studio sample --count 1000 --temperature 0.5 --output drawings.ndjson
            """)

    /// Where the temperature runs.
    enum Axis: String, CaseIterable, ExpressibleByArgument { case columns, rows }

    @Option(name: .long, help: ArgumentHelp("Drawings at each temperature.", valueName: "n"))
    var count: Int = 10
    @Option(
        name: [.short, .long, .customLong("temperatures")], parsing: .unconditional,
        help: ArgumentHelp("One temperature or several: 0.4, or 0.1,0.5,0.9, or 0.1,...,1.0.", valueName: "t,t"),
        transform: TemperatureList.init(parsing:))
    var temperature = TemperatureList(0.4)
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Where latents come from: N(0, 1), or where the training drawings lie.", valueName: "standard|aggregate"))
    var prior: Prior = .standard
    @OptionGroup var convention: ConventionOptions
    @Option(name: .long, help: ArgumentHelp("Where several temperatures run.", valueName: "columns|rows"))
    var along: Axis = .columns

    @OptionGroup var modelOptions: ModelOptions
    @OptionGroup var seedOptions: SeedOptions
    @OptionGroup var threadOptions: ThreadOptions
    @OptionGroup(title: "Layout") var layout: LayoutOptions
    @OptionGroup(title: "Layout") var unitOptions: UnitOptions
    @OptionGroup(title: "General") var common: CommonOptions

    func validate() throws {
        guard (1...1_000_000).contains(count) else {
            throw ValidationError("--count \(count): give a number from 1 to 1000000.")
        }
    }

    func run() throws {
        let parameters = SampleParameters(
            count: count, temperatures: temperature, convention: convention.convention, axis: along, prior: prior,
            model: modelOptions.model, seed: seedOptions.seed, threads: threadOptions.threads,
            layout: layout.sheet(units: unitOptions.units), output: OutputFile(path: common.output ?? "sample.png"))
        try parameters.run(reporter: common.reporter, json: common.json)
    }
}

extension Prior: ExpressibleByArgument {}
