import StudioKit
import Testing

/// Jobs that were made in code are checked when they run, as the parser checks those of a command line.
@Suite struct JobCheckTests {
    private static func job<Job: StudioJob>(_: Job.Type, _ change: (inout Job) -> Void) -> any StudioJob {
        var job = Job()
        change(&job)
        return job
    }

    /// One job of each command that can be invalid.
    private static let invalidJobs: [any StudioJob] = [
        job(InterpolateJob.self) { ($0.drawings, $0.steps) = (["a", "b"], 0) },
        job(AnalogyJob.self) { ($0.terms, $0.count) = (["a - b + c"], 0) },
        job(ReconstructJob.self) { $0.files = [] },
        job(SampleJob.self) { $0.count = 0 },
        job(CompleteJob.self) { ($0.files, $0.count) = (["a"], 0) },
        job(GridJob.self) { ($0.drawings, $0.threads) = (["a", "b", "c", "d"], 0) },
        job(EncodeJob.self) { ($0.files, $0.threads) = (["a"], 0) },
        job(DecodeJob.self) { $0.steps = 0 },
        job(RenderJob.self) { ($0.files, $0.output) = (["a"], "a.bmp") },
        job(ConvertJob.self) { ($0.inputs, $0.destination, $0.limit) = (["a"], "a.npz", 0) },
        job(DatasetInfoJob.self) { $0.data = [] },
        job(TrainJob.self) { ($0.data, $0.output, $0.hyperparameters) = (["a"], "run", ["batch_size": "0"]) },
        job(EvaluateJob.self) { ($0.data, $0.batchSize) = (["a"], 0) },
        job(ClassifyJob.self) { ($0.files, $0.threads) = (["a"], 0) },
        job(ClassifierEvaluateJob.self) { ($0.data, $0.threads) = (["a"], 0) },
        job(ClassifierTrainJob.self) { ($0.data, $0.output, $0.parameters.batchSize) = (["a"], "c.safetensors", 0) },
        job(ClassifierCompareJob.self) { ($0.real, $0.drawn, $0.neighbours) = ("a", "b", 0) },
        job(ModelInfoJob.self) { ($0.name, $0.model) = ("a", "b") },
        job(ModelConvertJob.self) { ($0.inputs, $0.file, $0.scaleFactor) = (["cat-pig"], "a.safetensors", -1) },
        job(LossesJob.self) { $0.runs = [] },
        job(RecipeJob.self) { ($0.file, $0.output) = ("a.png", "a.gif") },
    ]

    @Test(arguments: invalidJobs.indices) func invalidJobsDoNotRun(index: Int) {
        #expect(throws: UsageError.self) { _ = try Self.invalidJobs[index].run(Reporter()) }
    }

    @Test func theMessageNamesTheOption() {
        let job = Self.job(TrainJob.self) {
            ($0.data, $0.output, $0.hyperparameters) = (["a"], "run", ["num_steps": "0"])
        }
        #expect(throws: UsageError("--num-steps 0: must be from 1 to 1000000000.")) { _ = try job.run(Reporter()) }
    }

    @Test func theMessageListsTheExtensions() {
        let job = Self.job(SampleJob.self) { $0.output = "a.bmp" }
        let sentence =
            "a.bmp: unknown output format. Use the extension .png, .svg, .pdf, .html, .gif, .webp, .ndjson, .jsonl or .npz."
        #expect(throws: UsageError(sentence)) { _ = try job.run(Reporter()) }
    }
}
