import Foundation
import SketchFormats
import SketchInference
import SketchTraining
import StudioKit
import Testing

/// Training as a job: the table of hyperparameters that defines its options, and what a run returns.
@Suite struct TrainJobTests {
    @Test func everyHyperparameterHasOneOption() throws {
        for setting in Hyperparameter.all {
            let options = TrainJob.options.all.filter { $0.name == setting.option }
            #expect(options.count == 1, "\(setting.name)")
            #expect(options.first?.help == setting.summary + ".")
        }
    }

    /// The options of `--help`'s first section, in order; `--output` precedes them.
    @Test func theFirstSectionHasTheOptionsThatAreUsedMost() {
        #expect(
            TrainJob.mostUsed.map(\.name) == [
                "resume", "force", "init", "num-steps", "batch-size", "learning-rate", "kl-weight", "decoder", "decoder-only",
                "max-seq-len",
            ])
        let others = Hyperparameter.Group.allCases.flatMap(TrainJob.options(of:)).map(\.name)
        #expect(Set(TrainJob.mostUsed.map(\.name)).isDisjoint(with: others))
    }

    @Test func optionsOverrideTheInitialModelAndHparamsOverrideBoth() throws {
        var initial = ModelConfiguration()
        (initial.decoderCell, initial.decoderSize, initial.latentSize) = (.layerNorm, 33, 7)
        let model = InitialModel(
            name: "m", model: SketchModel(configuration: initial, weights: [:], scaleFactor: nil, classes: []))
        var job = try Self.job(["--dec-rnn-size", "44", "--num-steps", "5", "--decoder-only", "--hparams", "num_steps=6"])
        let parameters = try job.parameters(from: model, drawings: 50)
        #expect(parameters.model.decoderCell == .layerNorm && parameters.model.latentSize == 7)
        #expect(parameters.model.decoderSize == 44 && !parameters.model.isConditional)
        #expect(parameters.steps == 6)
        job.hyperparameters = ["num_steps": "many"]
        #expect(throws: TrainingError.self) { try job.parameters(from: nil, drawings: 50) }
    }

    @Test(arguments: [
        (["--num-steps", "many"], "--num-steps many: must be a whole number."),
        (["--decoder", "gru"], "--decoder gru: must be one of lstm, layer_norm, hyper."),
    ]) func textThatIsNotAValueIsRefused(words: [String], sentence: String) {
        #expect(throws: UsageError(sentence)) { try Self.job(words) }
    }

    @Test func aJobWithoutAFolderIsRefused() {
        #expect(throws: UsageError("--output is missing. Name a folder for the run.")) {
            try TrainJob(words: ["a.ndjson"])
        }
    }

    /// A job of a small model on 80 drawings.
    private static func smallJob(_ folder: JobFolder) throws -> TrainJob {
        let lines = (0..<80).map { k in
            #"{"word":"zig","key_id":"\#(k)","drawing":[[[0,\#(k % 50 + 20),200,255],[0,90,\#(k),255]]]}"#
        }
        try folder.write((lines + [#"{"drawing":[[[5],[5]]]}"#]).joined(separator: "\n"), "zig.ndjson")
        var job = TrainJob()
        (job.data, job.output) = ([folder.path("zig.ndjson")], folder.path("run"))
        job.hyperparameters = [
            "enc_rnn_size": "4", "dec_rnn_size": "6", "z_size": "2", "num_mixture": "2", "max_seq_len": "8",
            "batch_size": "4", "num_steps": "100", "learning_rate": "0.002",
        ]
        return job
    }

    @Test func aRunThatIsStoppedReturnsItsStepsAndAModel() throws {
        try JobFolder.with { folder in
            var job = try Self.smallJob(folder)
            let calls = Counter()
            job.shouldStop = { calls.next() > 2 }
            let result = try job.run(Reporter())
            #expect(result.summary.wasStopped && result.summary.step == 2)
            #expect(result.lines == [folder.path("run/model.safetensors")] && result.sketches > 50)
            #expect(result.jsonText.contains(#""best_step":0,"best_cost":null,"#), "\(result.jsonText)")
            #expect(result.jsonText.contains(#""skipped":1,"left_out":{"no line":1}"#), "\(result.jsonText)")
            #expect(try SketchModel(contentsOf: result.modelPath).trainingRecord.step == 2)
            #expect(FileManager.default.fileExists(atPath: folder.path("run/checkpoint.safetensors")))
            #expect(throws: TrainingError.directoryInUse(folder.path("run"))) { try job.run(Reporter()) }
        }
    }

    /// A fine-tuning has its own defaults, and ends with a comparison with its initial model and a sheet.
    @Test func aFineTuningReportsWhetherItWorked() throws {
        try JobFolder.with { folder in
            var job = try Self.smallJob(folder)
            job.hyperparameters["num_steps"] = "2"
            #expect(try job.run(Reporter()).report == nil)
            (job.initialModel, job.output) = (folder.path("run"), folder.path("tuned"))
            job.hyperparameters = ["num_steps": "150", "save_every": "50", "max_seq_len": "8", "learning_rate": "0.01"]
            var notes: [String] = []
            let result = try job.run(
                Reporter(isQuiet: false, showsProgress: false) { if case .note(let text) = $0 { notes.append(text) } })
            let report = try #require(result.report)
            #expect(report.gain.verdict == .better && report.gain.after < report.gain.before)
            #expect(report.gain.drawings >= 8)
            #expect(try folder.data("tuned/sheet.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
            #expect(notes.contains { $0.contains("draws these drawings better than") }, "\(notes)")
            #expect(result.jsonText.contains(#""verdict":"better""#))
            let parameters = try #require(SketchModel(contentsOf: result.modelPath).trainingRecord.parameters)
            #expect(parameters.klWeight == 0.25)

            // A run that learns nothing is not praised.
            (job.output, job.hyperparameters["learning_rate"]) = (folder.path("idle"), "1e-9")
            (job.hyperparameters["min_learning_rate"], job.hyperparameters["num_steps"]) = ("0", "1")
            let idle = try #require(try job.run(Reporter()).report)
            #expect(idle.gain.verdict != .better, "\(idle.gain)")
        }
    }

    /// Data, settings and licence are in the checkpoint; the ends have the same bytes.
    @Test func resumingNeedsOnlyTheFolder() throws {
        try JobFolder.with { folder in
            var job = try Self.smallJob(folder)
            (job.license, job.hyperparameters["num_steps"]) = ("CC0", "6")
            (job.hparams, job.reading.limits) = ("save_every=3,precision=auto", ReaderLimits(factor: 2))
            job.threads = 3
            job.output = folder.path("whole")
            _ = try job.run(Reporter())
            job.output = folder.path("run")
            let calls = Counter()
            job.shouldStop = { calls.next() > 4 }
            _ = try job.run(Reporter())

            var resumed = TrainJob()
            (resumed.output, resumed.resumes, resumed.threads) = (folder.path("run"), true, 1)
            let result = try resumed.run(Reporter())
            #expect(result.summary.step == 6)
            for file in ["model.safetensors", "checkpoint.safetensors"] {
                #expect(try folder.data("whole/" + file) == folder.data("run/" + file), "\(file)")
            }
            let model = try SketchModel(contentsOf: result.modelPath)
            #expect(model.metadata["license"] == "CC0" && model.metadata["data"] == "zig.ndjson")

            // What is given must agree, except the end of the run.
            resumed.hyperparameters = ["num_steps": "7", "learning_rate": "0.002", "enc_rnn_size": "4"]
            #expect(try resumed.run(Reporter()).summary.step == 7)
            resumed.hyperparameters = ["learning_rate": "0.001"]
            let refusal = TrainingError.otherRun(
                path: folder.path("run/checkpoint.safetensors"), difference: "learning_rate 0.002 (given: 0.001)")
            #expect(throws: refusal) { try resumed.run(Reporter()) }
        }
    }

    @Test func aDataFileThatDiffersIsNamed() throws {
        try JobFolder.with { folder in
            var job = try Self.smallJob(folder)
            job.hyperparameters["num_steps"] = "2"
            let path = folder.path("zig.ndjson")
            func difference() throws -> String {
                var resumed = TrainJob()
                (resumed.output, resumed.resumes, resumed.data) = (job.output, true, job.data == [path] ? [] : job.data)
                resumed.hyperparameters["num_steps"] = "3"
                do {
                    _ = try resumed.run(Reporter())
                    return ""
                } catch TrainingError.otherRun(_, let difference) {
                    return difference
                }
            }
            _ = try job.run(Reporter())
            let text = try folder.data("zig.ndjson")
            try (text + Data("\n".utf8)).write(to: folder.url.appendingPathComponent("zig.ndjson"))
            #expect(try difference() == "other data: \(path) has changed")
            try text.write(to: folder.url.appendingPathComponent("zig.ndjson"))
            try folder.write(#"{"drawing":[[[5,9],[5,9]]]}"#, "more.ndjson")
            job.data = [path, folder.path("more.ndjson")]
            #expect(try difference() == "other data: \(folder.path("more.ndjson")) is new")
            // A file may move, but must be there.
            try FileManager.default.moveItem(atPath: path, toPath: folder.path("zag.ndjson"))
            job.data = [folder.path("zag.ndjson")]
            #expect(try difference() == "")
            job.data = [path]
            #expect(throws: FormatError.notFound(file: path)) { _ = try difference() }
        }
    }

    @Test func aFolderOfDrawingsIsComparedFileByFile() throws {
        try JobFolder.with { folder in
            var job = try Self.smallJob(folder)
            job.hyperparameters["num_steps"] = "2"
            try FileManager.default.createDirectory(atPath: folder.path("data"), withIntermediateDirectories: true)
            try FileManager.default.moveItem(atPath: folder.path("zig.ndjson"), toPath: folder.path("data/zig.ndjson"))
            try folder.write(#"{"drawing":[[[5,9],[5,9]]]}"#, "data/dash.ndjson")
            job.data = [folder.path("data")]
            _ = try job.run(Reporter())
            try FileManager.default.removeItem(atPath: folder.path("data/dash.ndjson"))
            (job.data, job.resumes) = ([], true)
            let refusal = TrainingError.otherRun(
                path: folder.path("run/checkpoint.safetensors"),
                difference: "other data: \(folder.path("data/dash.ndjson")) is missing")
            #expect(throws: refusal) { try job.run(Reporter()) }
        }
    }

    @Test func anOldCheckpointNeedsTheDataToBeNamed() throws {
        try JobFolder.with { folder in
            var job = try Self.smallJob(folder)
            job.hyperparameters["num_steps"] = "2"
            _ = try job.run(Reporter())
            let path = folder.path("run/checkpoint.safetensors")
            let file = try SafetensorsFile(contentsOf: path)
            var writer = SafetensorsWriter(metadata: file.metadata)
            writer.metadata["source"] = nil
            for entry in file.entries { writer.add(entry.name, try file.tensor(entry.name)) }
            try writer.write(to: path)
            (job.resumes, job.hyperparameters) = (true, ["num_steps": "3"])
            let data = job.data
            job.data = []
            #expect(throws: TrainingError.unknownSource(path: path)) { try job.run(Reporter()) }
            job.data = data
            #expect(try job.run(Reporter()).summary.step == 3)
            (job.data, job.hyperparameters) = ([], ["num_steps": "4"])
            #expect(try job.run(Reporter()).summary.step == 4)
        }
    }

    /// The second training is refused before it reads its data.
    @Test func aLockedFolderIsRefusedBeforeTheDataAreRead() throws {
        try JobFolder.with { folder in
            var job = try Self.smallJob(folder)
            let inner = job
            job.hyperparameters["num_steps"] = "2"
            let refused = Counter()
            job.shouldStop = {
                var second = inner
                (second.isForced, second.data) = (true, [folder.path("none.ndjson")])
                do { _ = try second.run(Reporter()) } catch TrainingError.runIsLocked { _ = refused.next() } catch {}
                return false
            }
            _ = try job.run(Reporter())
            #expect(refused.next() == 3)
        }
    }

    @Test(arguments: [
        (["--resume", "--force"], "--force starts a new run: omit it or --resume."),
        ([], "No drawings were given. Name files or folders of drawings."),
    ]) func optionsThatContradictEachOtherAreRefused(words: [String], sentence: String) throws {
        var job = TrainJob()
        job.output = "run"
        for word in words { try #require(TrainJob.options.all.first { "--" + $0.name == word }).set("", in: &job) }
        #expect(throws: UsageError(sentence)) { try job.validate() }
    }

    private static func job(_ words: [String]) throws -> TrainJob {
        var job = TrainJob()
        for (name, text) in zip(words, words.dropFirst()) where name.hasPrefix("--") {
            let option = try #require(TrainJob.options.all.first { "--" + $0.name == name })
            try option.set(text, in: &job)
        }
        return job
    }

    /// Counts calls.
    private final class Counter: @unchecked Sendable {
        private var count = 0
        func next() -> Int {
            count += 1
            return count
        }
    }
}
