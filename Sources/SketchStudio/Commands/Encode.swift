import ArgumentParser
import StudioKit

/// `studio encode`, whose JSON document is printed while the job runs.
struct Encode: ParsableCommand {
    static let configuration = JobCommand<EncodeJob>.configuration

    @OptionGroup var command: JobCommand<EncodeJob>

    func run() throws {
        var job = try command.job
        job.printsDocument = command.printing.json
        let result = try job.run(command.printing.reporter)
        if !command.printing.json { command.printing.show(result) }
    }
}
