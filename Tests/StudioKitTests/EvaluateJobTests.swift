import Foundation
import SketchInference
import StudioKit
import TestSupport
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
        let reports = try comparison(result).reports
        #expect(reports.count == 1)
        return reports[0]
    }

    private static func comparison(_ result: EvaluateJob.Result) throws -> LossComparison {
        guard case .losses(let comparison) = result else { throw UsageError("no losses") }
        return comparison
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
            #expect(result.lines[1] == "sketches                     2")

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

    /// The sum over classes is the whole, and the loss per row is the loss without padding.
    @Test func classesAndRowsAddUpToTheWhole() throws {
        try JobFolder.with { folder in
            let report = try Self.losses(Self.job(folder).run(Reporter()))
            #expect(report.classes.map(\.name) == ["cat", "pig"] && report.classes.map(\.tally.sketches) == [1, 1])
            func mean(_ value: (LossTally) -> Double) -> Double { report.classes.reduce(0) { $0 + value($1.tally) } / 2 }
            for (whole, parts) in [
                (report.losses.offset, mean(\.losses.offset)), (report.losses.pen, mean(\.losses.pen)),
                (report.losses.maskedPen, mean(\.losses.maskedPen)), (report.losses.kl, mean(\.losses.kl)),
            ] { #expect(abs(whole - parts) < 1e-6 * abs(whole)) }
            // 5 rows of the cat, 4 + 3 of the pig.
            #expect(report.all.rows == 12 && report.classes.map(\.tally.rows) == [5, 7])
            let sum = (report.losses.offset + report.losses.maskedPen) * 120 * 2
            #expect(abs(report.reconstructionLossPerRow - sum / 12) < 1e-9)

            // One class at a time gives the same numbers.
            for (file, tally) in zip(["cat.json", "pig.json"], report.classes.map(\.tally)) {
                var job = Self.job(folder)
                job.data = [folder.path(file)]
                let alone = try Self.losses(job.run(Reporter()))
                #expect(abs(alone.losses.pen - tally.losses.pen) < 1e-6 && abs(alone.losses.kl - tally.losses.kl) < 1e-6)
            }
        }
    }

    @Test func severalModelsAreComparedAndTheirDifferencesAreNamed() throws {
        try JobFolder.with { folder in
            let longer = folder.path("longer.safetensors")
            var model = ModelFixture.model()
            (model.configuration.maxLength, model.scaleFactor) = (200, 40)
            try model.write(to: longer)
            var job = Self.job(folder)
            job.models = ["cat-pig", longer]
            let result = try job.run(Reporter())
            let reports = try Self.comparison(result).reports
            #expect(reports.map(\.model) == ["cat-pig", longer] && reports.map(\.maxLength) == [120, 200])
            job.models = ["cat-pig"]
            #expect(try Self.losses(job.run(Reporter())).losses == reports[0].losses)

            #expect(result.warnings.count == 2, "\(result.warnings)")
            #expect(result.warnings[0].contains("different max_seq_len (120, 200)"), "\(result.warnings)")
            #expect(result.warnings[1].contains("different scale factors"), "\(result.warnings)")
            #expect(result.lines[0].hasPrefix("model ") && result.lines[1].hasPrefix("cat-pig "), "\(result.lines)")
            #expect(result.lines.contains { $0.hasPrefix("pig, cat-pig ") }, "\(result.lines)")
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(result.jsonText.utf8)) as? [String: Any])
            let objects = try #require(json["models"] as? [[String: Any]])
            #expect(objects.count == 2 && objects[1]["max_seq_len"] as? Int == 200)
            #expect((objects[1]["classes"] as? [[String: Any]])?.first?["class"] as? String == "cat")
            #expect((json["warnings"] as? [String])?.count == 2)

            // Equal models need no warning.
            job.models = ["cat-pig", "cat-pig"]
            #expect(try job.run(Reporter()).warnings.isEmpty)
            job.report = folder.path("quality")
            #expect(throws: UsageError("--report and --sheet measure one model. Give one --model.")) { try job.run(Reporter()) }
        }
    }

    /// A drawing that only the longer model accepts is counted, and the difference is stated.
    @Test func modelsThatSkipDrawingsAreMeasuredWithDifferentOnes() throws {
        try JobFolder.with { folder in
            let short = folder.path("short.safetensors")
            var model = ModelFixture.model()
            model.configuration.maxLength = 5
            try model.write(to: short)
            var job = Self.job(folder)
            job.models = ["cat-pig", short]
            let result = try job.run(Reporter())
            #expect(try Self.comparison(result).reports.map(\.sketches) == [2, 1])
            #expect(result.warnings.contains { $0.contains("different drawings (2, 1)") }, "\(result.warnings)")
        }
    }

    /// Weights that are finite, with losses that are not: JSON has no infinity.
    @Test func lossesThatAreNotFiniteAreAnError() throws {
        try JobFolder.with { folder in
            var model = ModelFixture.model()
            model.weights["vector_rnn/RNN/output_b"]?.values[0] = -3e38
            model.weights["vector_rnn/RNN/output_b"]?.values[1] = 3e38
            try model.write(to: folder.path("huge.safetensors"))
            var job = Self.job(folder)
            job.models = [folder.path("huge.safetensors")]
            #expect(throws: InferenceError.self) { try job.run(Reporter()) }
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
