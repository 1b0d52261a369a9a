import ArgumentParser
import StudioKit

/// `studio encode`, whose JSON document is printed while the job runs.
struct Encode: RunnableCommand {
    static let configuration = JobCommand<EncodeJob>.configuration

    @OptionGroup var command: JobCommand<EncodeJob>

    static func run(_ words: [String]) throws {
        let parsed = try ParsedJob<EncodeJob>(commandLine: words, defaults: userDefaults)
        guard parsed.printsJSON, !parsed.asksForHelp, !parsed.job.writesToStandardOutput else {
            return try run(words) { (job: EncodeJob) in job }
        }
        var job = parsed.job
        job.printsDocument = true
        _ = try job.run(Printing(quiet: parsed.isQuiet).reporter)
    }
}
