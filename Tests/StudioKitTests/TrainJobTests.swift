import Foundation
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
                "resume", "init", "num-steps", "batch-size", "learning-rate", "kl-weight", "decoder", "decoder-only",
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
        let parameters = try job.parameters(from: model)
        #expect(parameters.model.decoderCell == .layerNorm && parameters.model.latentSize == 7)
        #expect(parameters.model.decoderSize == 44 && !parameters.model.isConditional)
        #expect(parameters.steps == 6)
        job.hyperparameters = ["num_steps": "many"]
        #expect(throws: TrainingError.self) { try job.parameters(from: nil) }
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

    @Test func aRunThatIsStoppedReturnsItsStepsAndNoModel() throws {
        try JobFolder.with { folder in
            let lines = (0..<80).map { k in
                #"{"word":"zig","key_id":"\#(k)","drawing":[[[0,\#(k % 50 + 20),200,255],[0,90,\#(k),255]]]}"#
            }
            try folder.write((lines + [#"{"drawing":[[[5],[5]]]}"#]).joined(separator: "\n"), "zig.ndjson")
            var job = TrainJob()
            (job.data, job.output) = ([folder.path("zig.ndjson")], folder.path("run"))
            job.hyperparameters = [
                "enc_rnn_size": "4", "dec_rnn_size": "6", "z_size": "2", "num_mixture": "2", "max_seq_len": "8",
                "batch_size": "4", "num_steps": "100",
            ]
            let calls = Counter()
            job.shouldStop = { calls.next() > 2 }
            let result = try job.run(Reporter())
            #expect(result.summary.wasStopped && result.summary.step == 2)
            #expect(result.modelPath == nil && result.lines.isEmpty && result.sketches > 50)
            #expect(result.jsonText.contains(#""skipped":1,"left_out":{"no line":1}"#), "\(result.jsonText)")
            #expect(FileManager.default.fileExists(atPath: folder.path("run/checkpoint.safetensors")))
            #expect(throws: TrainingError.self) { try job.run(Reporter()) }
        }
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
