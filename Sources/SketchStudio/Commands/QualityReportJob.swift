import Foundation
import SketchCore
import SketchEvaluation
import SketchFormats
import SketchRendering
import SketchTraining
import StudioKit

/// Everything that decides what `studio evaluate --report` measures and writes.
struct QualityReportJob {
    var data: [String]
    var reading: Reading
    var split: Evaluate.Part
    /// The most drawings of a class.
    var perClass: Int
    var model: String?
    var classifier: ClassifierOptions
    var settings: QualityMeasurement.Settings
    var folder: String

    func run(reporter: Reporter, json: Bool) throws {
        let loaded = try LoadedModel(model)
        loaded.warnOfUnknownScale(reporter)
        let judge = try classifier.load()
        try prepareFolder()
        let read = try readDrawings(loaded, reporter: reporter)
        let longest = loaded.model.configuration.maxLength
        guard !read.inputs.isEmpty else { throw StudioError.nothingToEvaluate(skipped: read.skipped, longest: longest) }
        let losses = try Evaluation(model: loaded.model).losses(
            of: read.inputs.map(\.strokes), latentSeed: settings.seed
        ) { reporter.progress("losses", done: $0, of: read.inputs.count) }
        var report = QualityReport(
            model: .init(name: loaded.model.name, hash: loaded.model.fingerprint, classes: loaded.model.classes),
            classifier: .init(
                name: classifier.classifier.map(OutputFile.stem(of:)) ?? "built-in", hash: judge.fingerprint,
                classes: judge.classes),
            seed: settings.seed, split: split.rawValue, inputs: read.inputs, perClass: perClass, skipped: read.skipped,
            maxLength: longest, trainingSketches: read.training.count,
            losses: .init(
                reconstructionLoss: losses.reconstruction, maskedReconstructionLoss: losses.maskedReconstruction,
                klLoss: loaded.model.configuration.isConditional ? losses.kl : nil))
        let measurement = try QualityMeasurement(model: loaded.model, classifier: judge, settings: settings) {
            reporter.progress($0, done: $1, of: $2)
        }
        let drawings = try measurement.measure(read.inputs, training: read.training, into: &report)
        reporter.clear()
        try write(report, QualitySheets(drawings: drawings, loaded: loaded, temperatures: settings.temperatures), loaded, json)
    }

    private func prepareFolder() throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw StudioError.unwritable(folder, reason: error.localizedDescription)
        }
        try OutputFile(path: folder + "/report.json").checkWritable()
    }

    /// The chosen drawings of the split, and every other drawing of the training split.
    private func readDrawings(
        _ loaded: LoadedModel, reporter: Reporter
    ) throws -> (inputs: [QualityInput], training: [Stroke3], skipped: Int) {
        let wanted = SketchDataset.Split(rawValue: split.rawValue)
        let longest = loaded.model.configuration.maxLength
        var candidates: [QualityInput] = []
        var training: [(strokes: Stroke3, key: String)] = []
        var skipped = 0
        var (count, measured) = (0, 0)
        for path in try DrawingFiles.expanded(data) {
            try reading.reader(of: path).forEachRecord { record in
                count += 1
                if count % 100 == 0 { reporter.live("reading \(path): \(count) drawings") }
                let own = record.assignedSplit
                let isMeasured = wanted == nil || own == wanted
                if isMeasured { measured += 1 }
                guard isMeasured || own == .train else { return }
                guard let strokes = try? record.strokesForModel(loaded.model.preprocessing) else {
                    if isMeasured { skipped += 1 }
                    return
                }
                let scaled = strokes.divided(by: Float(loaded.model.pixelsPerUnit))
                if own == .train { training.append((scaled, record.key)) }
                guard isMeasured else { return }
                guard strokes.count <= longest else {
                    skipped += 1
                    return
                }
                candidates.append(QualityInput(strokes: scaled, name: record.sketch.name, key: record.key))
            }
        }
        reporter.clear()
        if count > 0, measured == 0 { throw StudioError.emptySplit(split.rawValue, read: count) }
        let inputs = QualityInput.chosen(from: candidates, perClass: perClass, seed: settings.seed)
        // A drawing is no copy of itself.
        let inputKeys = Set(inputs.map(\.key))
        return (inputs, training.filter { !inputKeys.contains($0.key) }.map(\.strokes), skipped)
    }

    private func write(_ report: QualityReport, _ sheets: QualitySheets, _ loaded: LoadedModel, _ json: Bool) throws {
        let numbers = try report.json()
        var files = ["report.json", "report.md"]
        try OutputFile(path: folder + "/report.json").write(numbers)
        try OutputFile(path: folder + "/report.md").write(Data(report.markdown.utf8))
        for (name, sheet) in sheets.all {
            try sheet.write(to: "\(folder)/\(name).png", recipe: recipe(loaded))
            files.append("\(name).png")
        }
        if json {
            Console.result(String(decoding: numbers.dropLast(), as: UTF8.self))
        } else {
            files.forEach { Console.result("\(folder)/\($0)") }
        }
    }

    /// What every sheet says of its making. The data are named, not hashed: they may be large.
    private func recipe(_ loaded: LoadedModel) -> Recipe {
        let command = CommandLineText("evaluate").words(data).option("report", OutputFile.fileName(of: folder))
            .option("model", model).option("split", split.rawValue).option("per-class", String(perClass))
            .option("temperature", settings.temperatures.map { "\($0)" }.joined(separator: ","))
            .option("convention", settings.convention?.rawValue).option("classifier", classifier.classifier)
            .option("seed", String(settings.seed)).reading(reading)
        return Recipe(version: Version.current, command: command.text, models: [loaded.source], seed: settings.seed)
    }
}
