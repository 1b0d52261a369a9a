import ArgumentParser
import SketchCore
import SketchEvaluation
import SketchFormats
import SketchSupport
import StudioKit

/// `studio classifier evaluate DATA...`: how often a classifier is right.
struct ClassifierEvaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "How often the classifier is right, over all and for each class.",
        discussion: """
            By default the test split is judged, which no training sees. A drawing's class is the word of its record, \
            or the name of its file; drawings of classes that the classifier does not know are left out and counted.

            EXAMPLES
              studio classifier evaluate cat.ndjson pig.ndjson
              studio classifier evaluate cat.ndjson pig.ndjson --split all --json
            """)

    @Argument(help: ArgumentHelp("Files of drawings.", valueName: "data"))
    var data: [String]
    @Option(name: .long, help: ArgumentHelp("All drawings, or the part that training sets aside.", valueName: "part"))
    var split: Evaluate.Part = .test
    @OptionGroup var classifierOptions: ClassifierOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var threadOptions: ThreadOptions

    @Flag(name: .long, help: "Print the results as JSON on stdout.")
    var json = false

    func run() throws {
        let classifier = try classifierOptions.load()
        let wanted = SketchDataset.Split(rawValue: split.rawValue)
        var strokes: [Stroke3] = []
        var truths: [String] = []
        var (read, chosen, skipped) = (0, 0, 0)
        for path in try DrawingFiles.expanded(data) {
            try input.reading.reader(of: path).forEachRecord { record in
                read += 1
                if let wanted, record.assignedSplit != wanted { return }
                chosen += 1
                guard classifier.classes.contains(record.sketch.name),
                    let own = try? record.strokesForModel(classifier.preprocessing)
                else {
                    skipped += 1
                    return
                }
                strokes.append(own)
                truths.append(record.sketch.name)
            }
        }
        if read > 0, chosen == 0 { throw StudioError.emptySplit(split.rawValue, read: read) }
        var table = ConfusionTable()
        for (truth, judgement) in zip(truths, try classifier.classify(strokes, threads: threadOptions.threads)) {
            table.add(truth: truth, label: judgement.label)
        }
        guard table.count > 0 else { throw StudioError.nothingToJudge(skipped: skipped, classes: classifier.classes) }
        if json { Console.result(Self.json(table, skipped: skipped).text) } else { Self.lines(table).forEach(Console.result) }
    }

    private static func json(_ table: ConfusionTable, skipped: Int) -> JSONValue {
        func number(_ value: Double?) -> JSONValue { value.map(JSONValue.double) ?? .null }
        return .object([
            ("sketches", .integer(table.count)), ("skipped", .integer(skipped)),
            ("accuracy", number(table.accuracy)), ("mean_class_accuracy", number(table.meanClassAccuracy)),
            (
                "classes",
                .array(
                    table.truths.map { truth in
                        .object([
                            ("name", .string(truth)), ("sketches", .integer(table.count(of: truth))),
                            ("accuracy", number(table.accuracy(of: truth))),
                            ("most_taken_for", .optional(table.mostFrequentError(for: truth)?.label)),
                        ])
                    })
            ),
        ])
    }

    /// A Markdown table, classes in the order of the files.
    private static func lines(_ table: ConfusionTable) -> [String] {
        func percent(_ share: Double?) -> String { share.map { Reporter.short($0 * 100) + " %" } ?? "-" }
        let rows = table.truths.map { truth in
            let mistake = table.mostFrequentError(for: truth).map { "\($0.label) (\(percent($0.share)))" } ?? "-"
            return "| \(truth) | \(table.count(of: truth)) | \(percent(table.accuracy(of: truth))) | \(mistake) |"
        }
        return ["| Class | Drawings | Judged right | Most often taken for |", "| --- | ---: | ---: | --- |"] + rows
            + ["| all | \(table.count) | \(percent(table.accuracy)) | mean of the classes \(percent(table.meanClassAccuracy)) |"]
    }
}
