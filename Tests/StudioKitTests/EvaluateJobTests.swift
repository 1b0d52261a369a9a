import Foundation
import StudioKit
import Testing

/// Losses measured in this process.
@Suite struct EvaluateJobTests {
    private static func job(_ folder: JobFolder) -> EvaluateJob {
        var job = EvaluateJob()
        job.data = [folder.path("cat.json"), folder.path("pig.json")]
        job.latent = .mean
        return job
    }

    private static func losses(_ result: EvaluateJob.Result) throws -> LossReport {
        guard case .losses(let report) = result else { throw UsageError("no losses") }
        return report
    }

    @Test func lossesAreReportedAndWritten() throws {
        try JobFolder.with { folder in
            var job = Self.job(folder)
            job.output = folder.path("losses.json")
            let result = try job.run(Reporter())
            let counted = try Self.losses(result)
            #expect(counted.model == "cat-pig-kl100" && counted.sketches == 2 && counted.skipped == 0)
            #expect(counted.reconstructionLoss == counted.losses.offset + counted.losses.pen)
            #expect(String(decoding: try folder.data("losses.json"), as: UTF8.self) == result.jsonText + "\n")
            #expect(result.jsonText.hasPrefix(#"{"model":"cat-pig-kl100","sketches":2,"skipped":0,"max_seq_len":120,"#))
            #expect(result.lines.count == 12 && result.lines[1] == "sketches             2")

            job.padding = .masked
            let masked = try Self.losses(job.run(Reporter()))
            #expect(masked.penLoss == masked.losses.maskedPen && masked.penLoss != counted.penLoss)
            #expect(masked.losses.offset == counted.losses.offset)
        }
    }

    @Test func theSeedFixesTheSamplesOfThePosterior() throws {
        try JobFolder.with { folder in
            func loss(_ seed: UInt64, _ latent: EvaluateJob.LatentChoice) throws -> Double {
                var job = Self.job(folder)
                (job.seed, job.latent) = (seed, latent)
                return try Self.losses(job.run(Reporter())).reconstructionLoss
            }
            let first = try loss(1, .sample)
            let (again, other) = (try loss(1, .sample), try loss(2, .sample))
            #expect(first == again && first != other)
            let means = (try loss(1, .mean), try loss(2, .mean))
            #expect(means.0 == means.1)
        }
    }

    @Test func drawingsThatNoModelCanUseAreCounted() throws {
        try JobFolder.with { folder in
            let long = (0..<300).map { "\($0 % 2 * 255)" }.joined(separator: ",")
            let steps = (0..<300).map { "\(Double($0) * 0.8)" }.joined(separator: ",")
            try folder.write("{\"drawing\":[[[5],[5]]]}\n{\"drawing\":[[[\(long)],[\(steps)]]]}", "odd.ndjson")
            var job = Self.job(folder)
            job.data.append(folder.path("odd.ndjson"))
            let report = try Self.losses(job.run(Reporter()))
            #expect(report.sketches == 2 && report.skipped == 2)
            job.data = [folder.path("odd.ndjson")]
            #expect(throws: StudioError.self) { try job.run(Reporter()) }
        }
    }

    @Test func aReportAndASheetExcludeEachOther() throws {
        #expect(throws: UsageError("--report and --sheet cannot be combined.")) {
            try EvaluateJob(words: ["a.json", "--report", "r", "--sheet", "samples"])
        }
        #expect(try EvaluateJob(words: ["a.json", "--sheet", "samples"]).makesPicture)
        #expect(try EvaluateJob(words: ["a.json", "--report", "r"]).makesPicture == false)
    }
}
