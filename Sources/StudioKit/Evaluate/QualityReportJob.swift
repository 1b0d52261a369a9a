import Foundation
import SketchCore
import SketchEvaluation
import SketchRendering
import SketchTraining

/// Measures the quality of a model's drawings and writes the report, its tables and its sheets into a folder.
package struct QualityReportJob {
    /// Files or folders of drawings.
    package var data: [String]
    package var reading = Reading()
    package var split = SplitChoice.test
    /// The maximum number of drawings per class; the seed selects them.
    package var perClass = 200
    /// A built-in model's name or a weight file; nil for the standard model.
    package var model: String?
    /// A classifier file; nil for the built-in classifier.
    package var classifier: String?
    package var settings = QualityMeasurement.Settings()

    package init(data: [String]) { self.data = data }

    /// Writes `report.json`, `report.md` and the sheets as PNG.
    ///
    /// - Parameter folder: is created if it does not exist.
    /// - Throws: `StudioError`, or what reading, measuring and writing throw.
    package func writeReport(to folder: String, reporter: Reporter) throws -> QualityReportResult {
        try prepare(folder)
        let measured = try measure(reporter: reporter)
        let numbers = try measured.report.json()
        var result = QualityReportResult(
            report: measured.report, jsonText: String(decoding: numbers.dropLast(), as: UTF8.self))
        func write(_ data: Data, _ name: String) throws {
            try OutputFile(path: "\(folder)/\(name)").write(data)
            result.files.append("\(folder)/\(name)")
        }
        try write(numbers, "report.json")
        try write(Data(measured.report.markdown.utf8), "report.md")
        for kind in QualitySheets.Kind.allCases {
            let sheet = measured.sheets.sheet(kind)
            guard !sheet.rows.isEmpty else { continue }
            let path = "\(folder)/\(kind.rawValue).png"
            try sheet.write(to: path, recipe: recipe(of: kind, model: measured.sheets.loaded))
            result.files.append(path)
        }
        return result
    }

    /// Makes one sheet of the report as a picture.
    ///
    /// - Throws: `StudioError`, `RenderingError`, or what reading and measuring throw.
    package func writeSheet(_ kind: QualitySheets.Kind, to output: OutputFile, reporter: Reporter) throws {
        try output.checkPicture()
        let sheets = try measure(reporter: reporter).sheets
        try sheets.sheet(kind).write(to: output.path, recipe: recipe(of: kind, model: sheets.loaded))
    }

    private func prepare(_ folder: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw StudioError.unwritable(folder, reason: error.localizedDescription)
        }
        try OutputFile(path: folder + "/report.json").checkWritable()
    }

    private func measure(reporter: Reporter) throws -> (report: QualityReport, sheets: QualitySheets) {
        let loaded = try LoadedModel(model)
        loaded.warnOfUnknownScale(reporter)
        let judge = try SketchClassifier(nameOrBuiltIn: classifier)
        let read = try readDrawings(for: loaded, reporter: reporter)
        let longest = loaded.model.configuration.maxLength
        guard !read.inputs.isEmpty else {
            throw StudioError.nothingToEvaluate(skipped: read.skipped, longest: longest)
        }
        let losses = try Evaluation(model: loaded.model).losses(
            of: read.inputs.map(\.strokes), latentSeed: settings.seed
        ) { reporter.progress("losses", done: $0, of: read.inputs.count) }
        var report = QualityReport(
            model: .init(name: loaded.label, hash: loaded.model.fingerprint, classes: loaded.model.classes),
            classifier: .init(
                name: classifier.map(OutputFile.stem(of:)) ?? "built-in", hash: judge.fingerprint,
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
        return (report, QualitySheets(drawings: drawings, loaded: loaded, temperatures: settings.temperatures))
    }

    /// The selected drawings of the split, and every other drawing of the training split, in model units.
    private func readDrawings(
        for loaded: LoadedModel, reporter: Reporter
    ) throws -> (inputs: [QualityInput], training: [Stroke3], skipped: Int) {
        let longest = loaded.model.configuration.maxLength
        var candidates: [QualityInput] = []
        var training: [(strokes: Stroke3, key: String)] = []
        var skipped = 0
        try reading.forEachRecord(in: data, reporter: reporter) { record in
            let isMeasured = split.includes(record)
            let isTraining = record.assignedSplit == .train
            guard isMeasured || isTraining else { return }
            guard let strokes = try? record.strokesForModel(loaded.preprocessing) else {
                if isMeasured { skipped += 1 }
                return
            }
            let scaled = strokes.divided(by: Float(loaded.model.pixelsPerUnit))
            if isTraining { training.append((scaled, record.key)) }
            guard isMeasured else { return }
            guard strokes.count <= longest else {
                skipped += 1
                return
            }
            candidates.append(QualityInput(strokes: scaled, name: record.sketch.name, key: record.key))
        }
        let inputs = QualityInput.chosen(from: candidates, perClass: perClass, seed: settings.seed)
        // A drawing is not a copy of itself.
        let measured = Set(inputs.map(\.key))
        return (inputs, training.filter { !measured.contains($0.key) }.map(\.strokes), skipped)
    }

    /// The recipe of a sheet: the command that makes it alone. The data are named, not hashed: they may be large.
    private func recipe(of kind: QualitySheets.Kind, model loaded: LoadedModel) -> Recipe {
        let command = CommandLineText("evaluate").words(data).option("sheet", kind.rawValue)
            .option("model", model).option("split", split.rawValue).option("per-class", String(perClass))
            .option("temperature", settings.temperatures.map { "\($0)" }.joined(separator: ","))
            .option("convention", settings.convention?.rawValue).option("classifier", classifier)
            .option("seed", String(settings.seed)).reading(reading)
        return Recipe(
            version: Version.current, command: command.text, models: [loaded.source], seed: settings.seed)
    }
}
