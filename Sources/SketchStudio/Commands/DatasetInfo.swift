import ArgumentParser
import Foundation
import SketchFormats
import SketchRendering
import SketchSupport
import StudioKit

/// `studio dataset info FILES`: counts, lengths, scale factor, classes, warnings.
struct DatasetInfo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Counts, lengths, scale factor and classes of drawings, and what will hurt training.",
        discussion: """
            A drawing's length is its rows of stroke-3, as a model counts them; raw drawings are simplified first, as \
            'train' does.

            EXAMPLES
              studio dataset info cat.ndjson pig.ndjson
              studio dataset info sheep.npz --max-seq-len 200
              studio dataset info drawings/ --output lengths.png
            """)

    @Argument(help: ArgumentHelp("Files of drawings, or folders of them.", valueName: "data"))
    var data: [String]
    @Option(
        name: .customLong("max-seq-len"), help: ArgumentHelp("The longest drawing that training takes, in rows.", valueName: "n"))
    var maxLength: Int = 250
    @OptionGroup var input: InputOptions
    @OptionGroup(title: "General") var common: CommonOptions

    func validate() throws {
        guard (1...100_000).contains(maxLength) else {
            throw ValidationError("--max-seq-len \(maxLength): give a number from 1 to 100000.")
        }
    }

    func run() throws {
        let output = common.output.map(OutputFile.init)
        try output?.checkPicture()
        let reporter = common.reporter
        var census = DatasetCensus(maxLength: maxLength)
        for path in try DrawingFiles.expanded(data) {
            try input.reading.reader(of: path).forEachRecord { record in
                census.count(record)
                if census.drawings % 1000 == 0 { reporter.live("reading \(path): \(census.drawings) drawings") }
            }
        }
        reporter.clear()
        if let output {
            let plot = BarPlot(
                title: "\(census.lengths.count) drawings", axis: "rows of a drawing",
                bars: census.histogram(bins: 40).map {
                    BarPlot.Bar(low: Double($0.low), high: Double($0.high), value: Double($0.count))
                })
            let recipe = Recipe(
                version: Studio.version,
                command: CommandLineText("dataset info").words(data).option("max-seq-len", String(maxLength)).text)
            try plot.write(to: output.path, recipe: recipe)
        }
        if common.json {
            Console.result(JSONValue.object(census.json + [("output", .optional(common.output))]).text)
            return
        }
        for line in census.lines { Console.result(line) }
        if let output { Console.result(output.path) }
        for warning in census.warnings { reporter.warn(warning) }
    }
}
