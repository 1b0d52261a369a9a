import ArgumentParser
import Foundation
import SketchCore
import SketchFormats
import SketchSupport
import SketchTraining
import StudioKit

/// `studio evaluate --model M DATA...`: the losses that the paper reports.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Reconstruction and KL loss of a model over drawings.",
        discussion: """
            Losses are divided by drawings x N, with N the model's max_seq_len, as the paper's program does. \
            Longer drawings are skipped and counted. The KL loss is raw, without the floor of training. Free-hand \
            drawings go through the model's own preprocessing; offsets are divided by its own scale factor.

            EXAMPLES
              studio evaluate examples/cat.json examples/pig.json
              studio evaluate cat.ndjson pig.ndjson --split test
              studio evaluate cat.ndjson --model run/model.safetensors --padding masked \\
                  --latent mean --json
              studio evaluate cat.ndjson pig.ndjson --report quality

            --report FOLDER measures more than the loss, on the test split: whether a classifier takes reconstructions, \
            samples, ends of interpolations and analogies for what they should be, how many drawings end by themselves \
            or degenerate, how near they come to training drawings (those of the data's training split), how evenly \
            interpolations change. The folder receives report.json, report.md and sheets of drawings as PNG.
            """)

    /// Whether the pen loss counts after a drawing's end.
    enum Padding: String, CaseIterable, ExpressibleByArgument { case counted, masked }
    /// What the decoder starts from.
    enum LatentChoice: String, CaseIterable, ExpressibleByArgument { case sample, mean }
    /// Which of the drawings to judge by: all, or the part that 'train' sets aside.
    enum Part: String, CaseIterable, ExpressibleByArgument { case all, train, validation, test }

    @Argument(help: ArgumentHelp("Files of drawings.", valueName: "data"))
    var data: [String]
    @Option(
        name: .long,
        help: ArgumentHelp("The pen loss after a drawing's end: counted up to N, or masked.", valueName: "counted|masked"))
    var padding: Padding = .counted
    @Option(name: .long, help: ArgumentHelp("Decode from a draw of the latent, or from its mean.", valueName: "sample|mean"))
    var latent: LatentChoice = .sample
    @Option(
        name: .long,
        help: ArgumentHelp(
            "All drawings, or the part that 'train' sets aside. (default: all; test for a report)", valueName: "part"))
    var split: Part?
    @Option(name: .long, help: ArgumentHelp("Drawings computed together; it changes the time alone.", valueName: "n"))
    var batchSize: Int = 100
    @OptionGroup(title: "Report") var report: ReportOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var modelOptions: ModelOptions
    @OptionGroup var seedOptions: SeedOptions
    @OptionGroup(title: "General") var common: CommonOptions

    func validate() throws {
        guard (1...10_000).contains(batchSize) else {
            throw ValidationError("--batch-size \(batchSize): give a number from 1 to 10000.")
        }
    }

    func run() throws {
        if let folder = report.report {
            let job = QualityReportJob(
                data: data, reading: input.reading, split: split ?? .test, perClass: report.perClass,
                model: modelOptions.model, classifier: report.classifierOptions,
                settings: report.settings(seed: seedOptions.seed), folder: folder)
            return try job.run(reporter: common.reporter, json: common.json)
        }
        let parameters = EvaluateParameters(
            data: data, reading: input.reading, countsPadding: padding == .counted,
            latentSeed: latent == .sample ? seedOptions.seed : nil,
            split: split.flatMap { SketchDataset.Split(rawValue: $0.rawValue) }, batchSize: batchSize, model: modelOptions.model,
            output: common.output.map(OutputFile.init))
        try parameters.run(reporter: common.reporter, json: common.json)
    }
}

/// Everything that decides what `studio evaluate` finds.
struct EvaluateParameters {
    var data: [String]
    var reading: ReadOptions
    var countsPadding: Bool
    /// Nil decodes from the mean.
    var latentSeed: UInt64?
    /// Nil judges by all drawings.
    var split: SketchDataset.Split?
    var batchSize: Int
    var model: String?
    var output: OutputFile?

    /// Drawings held in memory at a time, so that any number can be judged by.
    private static let portion = 20_000

    func run(reporter: Reporter, json: Bool) throws {
        try output?.checkWritable()
        let loaded = try LoadedModel(model)
        loaded.warnOfUnknownScale(reporter)
        let longest = loaded.model.configuration.maxLength
        let evaluation = try Evaluation(model: loaded.model)
        var drawings: [Stroke3] = []
        var (sketches, skipped, read, chosen) = (0, 0, 0, 0)
        var losses = Losses.zero
        func evaluate() {
            guard !drawings.isEmpty else { return }
            let part = evaluation.losses(
                of: drawings, latentSeed: latentSeed, firstIndex: sketches, batchSize: batchSize
            ) {
                reporter.progress("evaluating", done: sketches + $0)
            }
            losses = losses.mean(with: part, share: Double(drawings.count) / Double(sketches + drawings.count))
            sketches += drawings.count
            drawings.removeAll(keepingCapacity: true)
        }
        for path in try DrawingFiles.expanded(data) {
            try reading.reader(of: path).forEachRecord { record in
                reporter.warnOfNotes(record)
                read += 1
                if let split, record.assignedSplit != split { return }
                chosen += 1
                guard let strokes = try? record.strokesForModel(loaded.model.preprocessing), strokes.count <= longest else {
                    skipped += 1
                    return
                }
                drawings.append(strokes.divided(by: Float(loaded.model.pixelsPerUnit)))
                if drawings.count == Self.portion { evaluate() }
            }
        }
        evaluate()
        if let split, read > 0, chosen == 0 { throw StudioError.emptySplit(split.rawValue, read: read) }
        guard sketches > 0 else { throw StudioError.nothingToEvaluate(skipped: skipped, longest: longest) }
        reporter.clear()
        let pen = countsPadding ? losses.pen : losses.maskedPen
        let document: [(String, JSONValue)] = [
            ("model", .string(loaded.name)), ("sketches", .integer(sketches)),
            ("skipped", .integer(skipped)), ("max_seq_len", .integer(longest)),
            ("reconstruction_loss", .double(losses.offset + pen)), ("offset_loss", .double(losses.offset)),
            ("pen_loss", .double(pen)), ("kl_loss", .double(losses.kl)),
            ("padding", .string(countsPadding ? "counted" : "masked")),
            ("latent", .string(latentSeed == nil ? "mean" : "sample")),
            ("scale_factor", loaded.model.scaleFactor.map(JSONValue.double) ?? .null),
            ("preprocessing", loaded.model.preprocessing.json),
        ]
        let text = JSONValue.object(document).text
        try output?.write(Data((text + "\n").utf8))
        if json {
            Console.result(text)
        } else {
            for (key, value) in document {
                Console.result(key.padding(toLength: 21, withPad: " ", startingAt: 0) + value.plain)
            }
        }
    }
}
