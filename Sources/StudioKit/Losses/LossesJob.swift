import SketchCore
import SketchRendering
import SketchSupport
import SketchTraining

/// Plots the losses of training runs (Ha & Eck, figure 4).
public struct LossesJob: PictureJob {
    /// Run folders or log files; `-` is standard input.
    public var runs: [String] = []
    public var style = SheetStyle()
    /// Nil writes `RUN-losses.png`, or `losses.png` for several runs.
    public var output: String?
    public var outputOptions = OutputOptions()

    public init() {}

    public struct Result: JobResult {
        /// The path of the plot.
        public var output: String
        public var runs: [String]

        public var lines: [String] { [output] }
        public var jsonText: String {
            JSONValue.object([("output", .string(output)), ("runs", .array(runs.map(JSONValue.string)))]).text
        }
    }

    private static let colours = [
        Palette.blue, Palette.red, Palette.green, Colour(rgb: 0x9966CC), Colour(rgb: 0xCC8800), Colour(rgb: 0x808080),
    ]

    /// - Throws: `RenderingError`, `StudioError`.
    public func perform(_ reporter: Reporter) throws -> Result {
        let file = try pictureFile(
            default: runs.count == 1 && runs[0] != "-" ? OutputFile.stem(of: runs[0]) + "-losses.png" : "losses.png")
        let logs = try runs.map(LossLog.init(contentsOf:))
        let recipe = recipe(inputs: logs.map { Recipe.Source(name: $0.name, content: $0.data) })
        try LinePlot(panels: panels(logs), axis: "step", style: style).write(to: file, recipe: recipe, reporter)
        return Result(output: file.path, runs: runs)
    }

    private func panels(_ logs: [LossLog]) -> [LinePlot.Panel] {
        func panel(_ title: String, faint: (LossLog) -> [Point], strong: (LossLog) -> [Point]) -> LinePlot.Panel {
            LinePlot.Panel(
                title: title,
                series: logs.enumerated().flatMap { index, log -> [LinePlot.Series] in
                    let colour = Self.colours[index % Self.colours.count]
                    return [
                        .init(colour: colour, points: faint(log), isFaint: true),
                        .init(label: logs.count > 1 ? log.name : "", colour: colour, points: strong(log)),
                    ]
                })
        }
        let reconstruction = panel(
            "Reconstruction loss", faint: { $0.smoothed(\.reconstruction) }, strong: { $0.points(\.validReconstruction) })
        // A decoder-only model has no KL loss, whatever weight its log states.
        guard logs.contains(where: { $0.points(\.kl).contains { $0.y > 0 } }) else { return [reconstruction] }
        return [
            reconstruction,
            panel("KL loss", faint: { $0.smoothed(\.kl) }, strong: { $0.points(\.validKl) }),
            panel("KL weight", faint: { _ in [] }, strong: { $0.points(\.klWeight) }),
        ]
    }
}

extension LossesJob {
    public static let manual = CommandManual(
        name: "losses", formerName: "plot", abstract: "Plot the losses of training runs.",
        discussion: """
            Reads log.jsonl in each run's folder, or a log file itself, or standard input for '-'. Strong lines are validation losses; pale lines are \
            training losses, averaged over neighbouring log entries.

            EXAMPLES
              studio losses run
              studio losses kl-025 kl-050 kl-100 --output losses.svg \\
                  --title 'Three KL weights'
            """)

    public static let operands: JobOperands<LossesJob>? = JobOperands(
        \.runs, valueName: "run", help: "Run folders or log files.")

    public static let options = OptionTable<LossesJob>(
        layout: SheetStyle.options.at(\.style).filter { plotOptions.contains($0.name) }
            .map { plotDefaults[$0.name].map($0.withDefault) ?? $0 })

    /// The layout options that have a meaning for a plot.
    private static let plotOptions: Set = ["margin", "title", "dpi", "style", "background", "units"]

    private static let plotDefaults = ["units": "mm", "margin": "5mm"]
}
