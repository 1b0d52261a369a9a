import FoundationEssentials
import Glibc
import SketchCore
import SketchEvaluation
import SketchInference
import SketchRendering
import SketchSupport
import SketchTraining

/// A quality report and the files that it was written to.
public struct QualityReportFiles: Sendable {
    public let report: QualityReport
    /// The contents of `report.json`, without the line feed at its end.
    let jsonText: String
    /// `report.json`, `report.md` and the sheets.
    public internal(set) var paths: [String] = []
}

extension EvaluateJob {
    /// Writes `report.json`, `report.md` and the sheets as PNG.
    ///
    /// - Parameter folder: is created if it does not exist.
    /// - Throws: `StudioError`, or what reading, measuring and writing throw.
    func writeReport(to folder: String, reporter: Reporter) throws -> QualityReportFiles {
        let created = try CreatedFolders(folder)
        defer { created.removeIfEmpty() }
        try OutputFile(path: folder + "/report.json").checkWritable()
        let (report, sheets) = try measureQuality(reporter: reporter)
        let numbers = try report.json()
        var files = QualityReportFiles(report: report, jsonText: String(decoding: numbers.dropLast(), as: UTF8.self))
        for (name, data) in [("report.json", numbers), ("report.md", Data(report.markdown.utf8))] {
            try OutputFile(path: "\(folder)/\(name)").write(data)
            files.paths.append("\(folder)/\(name)")
        }
        for isPlain in candidates.isPlain ? [true] : [false, true] {
            let sheets = sheets(isPlain)
            for kind in QualitySheet.allCases where !sheets.sheet(kind).rows.isEmpty {
                let path = "\(folder)/\(kind.rawValue)\(isPlain && !candidates.isPlain ? "-plain" : "").png"
                try sheets.sheet(kind).write(to: path, recipe: recipe(of: kind, sheets, isPlain: isPlain))
                files.paths.append(path)
            }
        }
        return files
    }

    /// Makes one sheet of the report.
    ///
    /// - Returns: the picture's path.
    /// - Throws: `StudioError`, or what reading, measuring and writing throw.
    func writeSheet(_ kind: QualitySheet, reporter: Reporter) throws -> String {
        let file = try pictureFile(default: kind.rawValue + ".png")
        let sheets = try measureQuality(reporter: reporter).sheets(candidates.isPlain)
        try sheets.sheet(kind).write(to: file, recipe: recipe(of: kind, sheets, isPlain: candidates.isPlain), reporter)
        return file.path
    }

    /// The recipe of the command that makes only this sheet. The data are named, not hashed: they may be large.
    private func recipe(of kind: QualitySheet, _ sheets: QualitySheets, isPlain: Bool) -> Recipe {
        var job = self
        if isPlain {
            job.candidates = CandidateSettings()
            job.candidates.isPlain = true
        }
        (job.sheet, job.report) = (kind, nil)
        job.split = qualitySplit
        return job.recipe(
            models: [sheets.loaded.source], latentBanks: isPlain ? [] : sheets.loaded.bankSources, seed: seed)
    }

    private var qualitySplit: SplitChoice { split ?? .test }

    /// The report, and its sheets of the plain procedure or of the other one.
    private func measureQuality(
        reporter: Reporter
    ) throws -> (report: QualityReport, sheets: (_ isPlain: Bool) -> QualitySheets) {
        let loaded = try LoadedModel(model)
        loaded.warnOfUnknownScale(reporter)
        let sketchClassifier = try SketchClassifier(nameOrBuiltIn: classifier)
        let picture = try PictureClassifier.builtIn()
        let read = try readDrawings(for: loaded, reporter: reporter)
        let longest = loaded.model.configuration.maxLength
        guard !read.inputs.isEmpty else {
            throw StudioError.nothingToEvaluate(skipped: read.skipped, longest: longest)
        }
        let losses = try Evaluation(model: loaded.model).losses(of: read.inputs.map(\.strokes), latentSeed: seed) {
            reporter.progress("losses", done: $0, of: read.inputs.count)
        }
        var report = QualityReport(
            model: .init(name: loaded.model.name, hash: loaded.fingerprint, classes: loaded.model.classes),
            classifier: .init(
                name: classifier.map(OutputFile.stem(of:)) ?? "built-in", hash: sketchClassifier.fingerprint,
                classes: sketchClassifier.classes),
            seed: seed, split: qualitySplit.rawValue, inputs: read.inputs, perClass: perClass, skipped: read.skipped,
            maxLength: longest, trainingSketches: read.training.count,
            losses: .init(
                reconstructionLoss: losses.reconstruction, maskedReconstructionLoss: losses.maskedReconstruction,
                klLoss: loaded.model.configuration.isConditional ? losses.kl : nil))
        report.pictureClassifier = .init(name: "built-in", hash: picture.fingerprint, classes: picture.classes)
        var settings = QualityMeasurement.Settings()
        settings.temperatures = temperatures.values
        settings.convention = convention
        (settings.seed, settings.threads) = (seed, threads)
        settings.procedure = candidates.isPlain ? nil : procedure
        let measurement = try QualityMeasurement(
            model: loaded.model, classifier: sketchClassifier, picture: picture, settings: settings
        ) { reporter.progress($0, done: $1, of: $2) }
        let drawings = try measurement.measure(read.inputs, training: read.training, into: &report)
        reporter.clear()
        return (
            report,
            { isPlain in
                QualitySheets(
                    drawings: drawings, results: isPlain ? drawings.plain : drawings.chosen ?? drawings.plain,
                    loaded: loaded, temperatures: temperatures.values)
            }
        )
    }

    /// The defaults of the commands, changed as the options state.
    private var procedure: DrawingProcedure {
        var procedure = DrawingProcedure.standard
        func changed(_ choice: CandidateChoice) -> CandidateChoice {
            CandidateChoice(
                count: candidates.candidates ?? choice.count, criterion: candidates.criterion ?? choice.criterion)
        }
        procedure.samples = changed(procedure.samples)
        procedure.reconstructions = changed(procedure.reconstructions)
        procedure.interpolations = changed(procedure.interpolations)
        procedure.analogies = changed(procedure.analogies)
        procedure.pull = candidates.pull ?? procedure.pull
        return procedure
    }

    /// The selected drawings of the split, and every other drawing of the training split, in model units.
    private func readDrawings(
        for loaded: LoadedModel, reporter: Reporter
    ) throws -> (inputs: [QualityInput], training: [QualityInput], skipped: Int) {
        let longest = loaded.model.configuration.maxLength
        var drawings: [QualityInput] = []
        var training: [QualityInput] = []
        var (read, measured, skipped) = (0, 0, 0)
        let reading = reading.fitted(to: [loaded.model])
        try reading.forEachRecord(in: data, reporter: reporter) { record in
            let isMeasured = qualitySplit.includes(record)
            let isTraining = record.assignedSplit == .train
            read += 1
            if isMeasured { measured += 1 }
            guard isMeasured || isTraining else { return }
            guard let strokes = try? loaded.model.units.strokes(of: record) else {
                if isMeasured { skipped += 1 }
                return
            }
            let input = QualityInput(strokes: strokes, name: record.sketch.name, key: record.key)
            if isTraining { training.append(input) }
            guard isMeasured else { return }
            guard strokes.count <= longest else {
                skipped += 1
                return
            }
            drawings.append(input)
        }
        if read > 0, measured == 0 { throw StudioError.emptySplit(qualitySplit.rawValue, read: read) }
        let inputs = QualityInput.chosen(from: drawings, perClass: perClass, seed: seed)
        // A drawing is not a copy of itself.
        let inputKeys = Set(inputs.map(\.key))
        return (inputs, training.filter { !inputKeys.contains($0.key) }, skipped)
    }
}
