import Foundation
import SketchCore
import SketchInference
import SketchTraining
import TestSupport
import Testing

/// What a run finds when it is resumed: its checkpoint is checked, its log and model are repaired, differences are named.
@Suite struct ResumeTests {
    private typealias Fixture = TrainingRunTests

    private static func run(_ folder: String, steps: Int, resume: Bool = false) throws -> TrainingRun {
        try TrainingRun(
            parameters: Fixture.parameters(steps: steps), dataset: Fixture.dataset(), directory: folder, resume: resume)
    }

    private static func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

    /// Writes a checkpoint again after a change of its metadata and tensors.
    private static func change(
        _ path: String, metadata: (inout [String: String]) -> Void = { _ in },
        tensor: (String, inout Tensor) -> Void = { _, _ in }
    ) throws {
        let file = try SafetensorsFile(contentsOf: path)
        var writer = SafetensorsWriter(metadata: file.metadata)
        metadata(&writer.metadata)
        for entry in file.entries {
            var values = try file.tensor(entry.name)
            tensor(entry.name, &values)
            writer.add(entry.name, values)
        }
        try writer.write(to: path)
    }

    private static func refusal(_ body: () throws -> Void) -> String {
        do {
            try body()
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("step", "-1", "its step is '-1'"), ("step", "1e308", "its step is '1e308'"), ("step", "x", "its step is 'x'"),
        ("step", "9223372036854775807", "its step is '9223372036854775807'"),
        ("best_step", "-9223372036854775808", "its best_step is '-9223372036854775808'"),
        ("best_step", "6", "its best_step 6 is after its step 5"), ("best_cost", "nan", "its best_cost is 'nan'"),
        ("best_cost", "-inf", "its best_cost is '-inf'"), ("best_cost", "inf", "its best_cost is 'inf'"),
        ("best_cost", "1e308", "its best_cost is '1e308'"), ("parameters", "{", "its parameters cannot be read"),
        ("parameters", #"{"batch_size":-5}"#, "batch_size is -5"),
        ("parameters", #"{"learning_rate":1e308}"#, "learning_rate is 1e+308"),
        ("parameters", #"{"num_steps":1e300}"#, "its parameters cannot be read"),
        ("source", "[]", "its list of data files cannot be read"), ("format", "sketch-rnn", "it is not a training checkpoint"),
    ]) func everyNumberOfACheckpointIsChecked(key: String, value: String, reason: String) throws {
        try ModelFixture.withFolder { folder in
            _ = try Self.run(folder, steps: 5).start()
            try Self.change(folder + "/checkpoint.safetensors", metadata: { $0[key] = value })
            let sentence = Self.refusal { _ = try Self.run(folder, steps: 10, resume: true) }
            #expect(sentence.contains("cannot be resumed") && sentence.contains(reason), "\(sentence)")
        }
    }

    @Test(arguments: [
        ("weights/vector_rnn/RNN/output_b", Float.nan), ("adam_m/vector_rnn/RNN/output_b", -Float.infinity),
        ("adam_v/vector_rnn/RNN/output_b", -1),
    ]) func aCheckpointWithAnUnusableTensorIsRefused(name: String, value: Float) throws {
        try ModelFixture.withFolder { folder in
            _ = try Self.run(folder, steps: 5).start()
            let path = folder + "/checkpoint.safetensors"
            try Self.change(path, tensor: { if $0 == name { $1.values[3] = value } })
            let before = try Self.bytes(path)
            let sentence = Self.refusal { _ = try Self.run(folder, steps: 10, resume: true) }
            #expect(sentence.contains("\(name) contains \(value) at element 3"), "\(sentence)")
            #expect(try Self.bytes(path) == before)
        }
    }

    @Test func everySettingThatDiffersIsNamedWithBothValues() throws {
        try ModelFixture.withFolder { folder in
            _ = try Self.run(folder, steps: 5).start()
            var other = Fixture.parameters(steps: 9)
            (other.learningRate, other.mirrors, other.model.latentSize) = (0.02, true, 5)
            let sentence = Self.refusal {
                _ = try TrainingRun(parameters: other, dataset: Fixture.dataset(), directory: folder, resume: true)
            }
            for clause in ["learning_rate 0.01 (given: 0.02)", "mirror false (given: true)", "z_size 4 (given: 5)"] {
                #expect(sentence.contains(clause), "\(sentence)")
            }
            #expect(!sentence.contains("num_steps"))
            let data = Self.refusal {
                _ = try TrainingRun(
                    parameters: Fixture.parameters(steps: 9), dataset: Fixture.dataset(2), directory: folder, resume: true)
            }
            #expect(data.hasSuffix("a run with other drawings"), "\(data)")
        }
    }

    /// The learning rate of a cosine schedule depends on the number of steps.
    @Test func theNumberOfStepsOfACosineScheduleIsASetting() throws {
        try ModelFixture.withFolder { folder in
            var parameters = Fixture.parameters(steps: 5)
            parameters.schedule = .cosine
            func run(resume: Bool) throws {
                _ = try TrainingRun(parameters: parameters, dataset: Fixture.dataset(), directory: folder, resume: resume).start()
            }
            try run(resume: false)
            parameters.steps = 9
            #expect(Self.refusal { try run(resume: true) }.contains("num_steps 5 (given: 9)"))
        }
    }

    /// Checkpoints of earlier versions state no data.
    @Test func aCheckpointWithoutASourceCanBeResumed() throws {
        try ModelFixture.withFolder { folder in
            _ = try Self.run(folder, steps: 5).start()
            try Self.change(folder + "/checkpoint.safetensors", metadata: { $0["source"] = nil })
            #expect(try Self.run(folder, steps: 8, resume: true).start().step == 8)
        }
    }

    @Test func aMissingModelIsWrittenAgain() throws {
        try ModelFixture.withFolder { folder in
            let first = try Self.run(folder, steps: 5)
            _ = try first.start()
            let model = try Self.bytes(first.modelPath)
            try FileManager.default.removeItem(atPath: first.modelPath)
            let again = try Self.run(folder, steps: 5, resume: true)
            #expect(again.isModelMissing)
            #expect(try again.start().bestStep == 5)
            #expect(try Self.bytes(first.modelPath) == model && !again.isModelMissing)

            // It is also written if it disappears while the run continues.
            let last = try Self.run(folder, steps: 8, resume: true)
            #expect(!last.isModelMissing)
            var isFirst = true
            let summary = try last.start(progress: { _ in
                if isFirst { try? FileManager.default.removeItem(atPath: first.modelPath) }
                isFirst = false
            })
            #expect(summary.bestStep == 8)
            _ = try SketchModel(contentsOf: first.modelPath)
        }
    }

    /// The checkpoint's weights need not be the best ones.
    @Test func aMissingModelOfAnEarlierStepIsReplacedByThePresentOne() throws {
        try ModelFixture.withFolder { folder in
            _ = try Self.run(folder, steps: 10).start()
            try Self.change(
                folder + "/checkpoint.safetensors",
                metadata: {
                    $0["best_step"] = "5"
                    $0["best_cost"] = "-1000"
                })
            try FileManager.default.removeItem(atPath: folder + "/model.safetensors")
            let summary = try Self.run(folder, steps: 10, resume: true).start()
            #expect(summary.bestStep == 10 && summary.bestCost > -1000)
            #expect(try SketchModel(contentsOf: summary.modelPath).trainingRecord.step == 10)
        }
    }

    @Test(arguments: [0, 2]) func aRunThatIsStoppedEarlyLeavesAModelAndEndsWithTheSameBytes(stop: Int) throws {
        try ModelFixture.withFolder { folder in
            _ = try Self.run(folder + "/whole", steps: 7).start()
            let parts = try Self.run(folder + "/parts", steps: 7)
            var steps = 0
            let stopped = try parts.start(progress: { steps = $0.step }, shouldStop: { steps == stop })
            #expect(stopped.step == stop && stopped.bestStep == 0)
            #expect(try SketchModel(contentsOf: stopped.modelPath).trainingRecord.step == stop)
            _ = try Self.run(folder + "/parts", steps: 7, resume: true).start()
            for file in ["/checkpoint.safetensors", "/model.safetensors"] {
                #expect(try Self.bytes(folder + "/whole" + file) == Self.bytes(folder + "/parts" + file), "\(file)")
            }
        }
    }

    @Test func damagedLinesOfTheLogAreMovedAside() throws {
        try ModelFixture.withFolder { folder in
            _ = try Self.run(folder, steps: 10).start()
            let log = folder + "/log.jsonl"
            let good = try Self.bytes(log)
            let damage = Data([0x7B, 0xFF, 0x0A]) + Data("text\n{\"step\":-4}\n{\"step\":10,\"kl\":1e300}\n{\"ste".utf8)
            try (damage.prefix(3) + good + damage.dropFirst(3)).write(to: URL(fileURLWithPath: log))
            let run = try Self.run(folder, steps: 15, resume: true)
            #expect(run.damagedLogLines == 5)
            #expect(try Self.bytes(log) == good)
            #expect(try Self.bytes(folder + "/log.damaged.jsonl") == damage + [0x0A])
            _ = try run.start()
            #expect(try LossLog(contentsOf: folder).entries.map(\.step) == [5, 10, 15])
        }
    }

    @Test func aRemovedLogDoesNotEndARun() throws {
        try ModelFixture.withFolder { folder in
            let run = try Self.run(folder, steps: 10)
            let summary = try run.start(progress: { progress in
                if progress.step == 6 { try? FileManager.default.removeItem(atPath: folder + "/log.jsonl") }
            })
            #expect(summary.step == 10 && !summary.wasStopped)
            #expect(try LossLog(contentsOf: folder).entries.map(\.step) == [10])
        }
    }

    @Test func aRunThatDivergesAtOnceNamesNoCheckpoint() throws {
        try ModelFixture.withFolder { folder in
            let parameters = Fixture.parameters(steps: 5)
            var weights = parameters.model.initialWeights(seed: 1)
            weights["vector_rnn/RNN/output_b"]?.values[0] = 3e38
            weights["vector_rnn/RNN/output_b"]?.values[1] = -3e38
            let start = InitialModel(
                name: "huge", model: SketchModel(configuration: parameters.model, weights: weights, scaleFactor: nil))
            let run = try TrainingRun(
                parameters: parameters, dataset: Fixture.dataset(), directory: folder + "/run", initialModel: start)
            #expect(throws: TrainingError.notANumber(step: 0, checkpoint: nil)) { try run.start() }
            // The folder can be used again, as the advice is to start again with a lower learning rate.
            #expect(try Self.run(folder + "/run", steps: 5).start().step == 5)
        }
    }

    /// A scale factor that a model file cannot state would make the run's models unusable.
    @Test func drawingsOfNoExtentAreRefused() throws {
        try ModelFixture.withFolder { folder in
            let dot = Stroke3(rows: (0..<5).map { Stroke3.Row(dx: 1e-9, dy: -1e-9, isLifted: $0 == 4) })
            let dataset = SketchDataset(
                train: [dot, dot], validation: [dot], test: [], maxLength: 12, scaleFactor: 1e-9)
            #expect(throws: TrainingError.outOfRange(name: "scale_factor", value: 1e-9, lower: 1e-6, upper: 1e6)) {
                try TrainingRun(parameters: Fixture.parameters(steps: 1), dataset: dataset, directory: folder + "/run")
            }
        }
    }
}
