import Foundation
import SketchFormats
import SketchInference
import SketchRendering
import SketchTraining
import StudioKit
import Testing

/// Jobs run in this process: their results, and the same pictures again from their recipes.
@Suite struct PictureJobTests {
    @Test func aJobReturnsWhatItMade() throws {
        try JobFolder.with { folder in
            var job = InterpolateJob()
            job.drawings = [folder.path("cat.json"), folder.path("pig.json")]
            job.steps = 3
            job.rows = 2
            job.output = folder.path("a.svg")
            let result = try job.run(Reporter())
            #expect(result.output == folder.path("a.svg") && result.steps == 3 && result.rows == 2)
            #expect(result.lines == [folder.path("a.svg")])
            let svg = String(decoding: try folder.data("a.svg"), as: UTF8.self)
            // Two rows of three drawings, and the two given ones.
            #expect(svg.contains("interpolate") && svg.components(separatedBy: "<g>").count > 1)

            var analogy = AnalogyJob()
            analogy.terms = ["2*" + folder.path("cat.json")]
            analogy.output = folder.path("b.svg")
            let mean = try analogy.run(Reporter()).mean
            #expect(mean.count == 128 && mean.allSatisfy(\.isFinite))
        }
    }

    /// Sheets too large for their format, which take from half a minute to hours to decode.
    private static func tooLarge(_ folder: JobFolder) throws -> [(any PictureJob, String)] {
        let (cat, pig) = (folder.path("cat.json"), folder.path("pig.json"))
        try folder.write(
            "["
                + Array(repeating: "[" + Array(repeating: "0.25", count: 128).joined(separator: ",") + "]", count: 3000)
                .joined(separator: ",") + "]", "latents.json")
        return [
            (try SampleJob(words: ["--count", "200000"]), "png"),
            (try SampleJob(words: ["--count", "20000", "--columns", "10000"]), "pdf"),
            (try InterpolateJob(words: [cat, pig, "--steps", "10000"]), "png"),
            (try InterpolateJob(words: [cat, pig, cat, "--steps", "100", "--rows", "1000"]), "pdf"),
            (try GridJob(words: [cat, pig, pig, cat, "--size", "100", "--cell", "10mm", "--dpi", "3000"]), "png"),
            (try ReconstructJob(words: Array(repeating: cat, count: 60) + ["--cell", "100mm"]), "pdf"),
            (try CompleteJob(words: [cat, "--count", "1000", "--columns", "1000"]), "png"),
            (try AnalogyJob(words: [cat, pig, cat, "--count", "1000", "--columns", "1000"]), "png"),
            (try DecodeJob(words: [folder.path("latents.json"), "--columns", "3000"]), "png"),
        ]
    }

    @Test func sheetsThatAreTooLargeAreRefusedBeforeTheyAreDecoded() throws {
        try JobFolder.with { folder in
            for (job, format) in try Self.tooLarge(folder) {
                var job = job
                let path = folder.path("large." + format)
                job.output = path
                let name = type(of: job).manual.name
                let began = ContinuousClock.now
                do {
                    _ = try job.run(Reporter())
                    Issue.record("\(name)")
                } catch RenderingError.tooLarge {
                } catch {
                    Issue.record("\(name): \(error)")
                }
                #expect(ContinuousClock.now - began < .seconds(10), "\(name)")
                #expect(!FileManager.default.fileExists(atPath: path))
            }
        }
    }

    /// Records are written in batches; the file is that of one decoding, with any number of threads.
    @Test(arguments: [["--count", "2100", "--plain"], ["--count", "20", "--temperature", "0.2,0.7", "--candidates", "64"]])
    func recordsOfManyBatchesAreOneFile(words: [String]) throws {
        try JobFolder.with { folder in
            var job = try SampleJob(words: words)
            job.output = folder.path("a.ndjson")
            let result = try job.run(Reporter())
            let bytes = try folder.data("a.ndjson")
            #expect(bytes.count { $0 == UInt8(ascii: "\n") } == result.sketches)
            #expect(result.sketches == job.count * result.temperatures.count)
            for (index, temperature) in result.temperatures.enumerated() {
                #expect(temperature.finished <= job.count && temperature.meanRows > 5, "\(index)")
            }
            job.threads = 1
            _ = try job.run(Reporter())
            #expect(try folder.data("a.ndjson") == bytes)

            let session = try ModelSession(nil, threads: 2, reporter: Reporter())
            let latent = try session.latents(from: job.candidates.isPlain ? .standard : .bank, seed: 1)
            let requests = try (0..<result.sketches).map { index in
                let drawIndex = UInt64(index / result.temperatures.count)
                return DecodeRequest(
                    latent: try latent(drawIndex),
                    sampling: Sampling(
                        temperature: result.temperatures[index % result.temperatures.count].temperature,
                        convention: .standard(isConditional: true)),
                    seed: 1, drawIndex: drawIndex)
            }
            let choice =
                job.candidates.isPlain ? .first : CandidateChoice(count: 64, criterion: CandidateChoice.sampling.criterion)
            let sketches = try session.decode(requests, choosing: choice).map { drawing in
                var sketch = drawing.sketch
                sketch.name = session.model.name
                return sketch
            }
            #expect(bytes == SketchWriter.ndjson(sketches))
        }
    }

    @Test(arguments: [
        #"{"step":1,"kl":1e308}"#, #"{"step":1,"reconstruction":-1e308}"#, #"{"step":1e308}"#, #"{"step":-1}"#,
        #"{"step":9223372036854775807}"#, #"{"step":1,"learning_rate":1e300}"#,
    ]) func aPlotOfNumbersBeyondTheirRangeIsRefused(line: String) throws {
        try JobFolder.with { folder in
            try folder.write(line + "\n" + #"{"step":2,"reconstruction":1}"# + "\n", "log.jsonl")
            var job = LossesJob()
            (job.runs, job.output) = ([folder.path("log.jsonl")], folder.path("a.svg"))
            #expect(throws: TrainingError.badLog(path: folder.path("log.jsonl"), reason: "line 1 is not a logged step")) {
                try job.run(Reporter())
            }
        }
    }

    /// Every kind of picture, with options of each section that are not the defaults.
    private static func jobs(_ folder: JobFolder) throws -> [any PictureJob] {
        let (cat, pig) = (folder.path("cat.json"), folder.path("pig.json"))
        try folder.write(
            (0..<30).map {
                #"{"step":\#($0),"reconstruction":\#(1.0 / Double($0 + 1)),"kl":0.1,"kl_weight":0.5,"valid_kl":0.2}"#
            }.joined(separator: "\n"), "log.jsonl")
        try folder.write(#"[[\#(Array(repeating: "0.25", count: 128).joined(separator: ","))]]"#, "latents.json")
        return [
            try InterpolateJob(words: [cat, pig, cat, "--steps", "2", "--path", "lerp", "--title", "Cat's (way) \\ é"]),
            try InterpolateJob(words: [cat, pig, "--steps", "2", "--model", "cat-pig", "--model", "cat-pig-kl100"]),
            try AnalogyJob(words: ["-1*'\(cat)' + 2 * \(pig)", "--count", "2", "--units", "in"]),
            try ReconstructJob(words: [cat, "--temperature", "0.1,...,0.3", "--fit", "each", "--convention", "js"]),
            try SampleJob(words: ["--count", "2", "--temperature", "0.2,0.9", "--along", "rows", "--prior", "aggregate"]),
            try CompleteJob(words: [cat, "--count", "2", "--pen-down", "--latent", pig, "--line-width", "0.2mm"]),
            try GridJob(words: [cat, pig, pig, cat, "--size", "2", "--page", "A4", "--greedy"]),
            try DecodeJob(words: [folder.path("latents.json"), "--steps", "12", "--seed", "18446744073709551615"]),
            try RenderJob(words: [cat, pig, "--limit", "1", "--no-labels", "--input-limits", "2.5"]),
            try LossesJob(words: [folder.path("log.jsonl"), "--style", "dark", "--background", "transparent"]),
            try DatasetInfoJob(words: [cat, pig, "--max-seq-len", "9", "--input-format", "quickdraw"]),
        ]
    }

    @Test(arguments: ["svg", "png", "pdf"]) func everyPictureIsMadeAgainFromItself(format: String) throws {
        try JobFolder.with { folder in
            let jobs = try Self.jobs(folder)
            #expect(
                Set(jobs.map { type(of: $0).manual.name }).isSuperset(
                    of: PictureJobs.all.map { $0.manual.name }.filter { $0 != "evaluate" }))
            for (index, job) in jobs.enumerated() {
                try Self.expectRerun(of: job, folder, name: "\(index)", format)
            }
        }
    }

    private static func expectRerun(of job: some PictureJob, _ folder: JobFolder, name: String, _ format: String) throws {
        var job = job
        job.output = folder.path("\(name).\(format)")
        _ = try job.run(Reporter())
        var recipe = RecipeJob()
        recipe.file = folder.path("\(name).\(format)")
        recipe.runsAgain = true
        recipe.output = folder.path("\(name)-again.\(format)")
        let result = try recipe.run(Reporter())
        #expect(result.jsonText.hasPrefix("{"))
        #expect(
            try folder.data("\(name).\(format)") == folder.data("\(name)-again.\(format)"), "\(type(of: job).manual.name)")
    }

    @Test func warningsGoToTheReporter() throws {
        try JobFolder.with { folder in
            try folder.write(#"{"drawing":[[[0,9],[0,9]]]}"# + "\n" + #"{"drawing":[[[0,9,9,0],[9,0,9,0]]]}"#, "two.ndjson")
            var messages: [String] = []
            let reporter = Reporter(isQuiet: false, showsProgress: false) {
                if case .warning(let sentence) = $0 { messages.append(sentence) }
            }
            var job = GridJob()
            job.drawings = [folder.path("two.ndjson")] + Array(repeating: folder.path("cat.json"), count: 3)
            job.size = 2
            job.output = folder.path("a.svg")
            _ = try job.run(reporter)
            #expect(messages.contains { $0.contains("two.ndjson") && $0.contains("several drawings") })
        }
    }

    @Test func aChangedInputIsNamed() throws {
        try JobFolder.with { folder in
            var job = RenderJob()
            job.files = [folder.path("cat.json")]
            job.output = folder.path("a.svg")
            _ = try job.run(Reporter())
            try folder.write(#"{"word":"cat","drawing":[[[0,80,90,80],[90,0,0,10]]]}"#, "cat.json")
            var warnings: [String] = []
            var recipe = RecipeJob()
            recipe.file = folder.path("a.svg")
            recipe.runsAgain = true
            recipe.output = folder.path("b.svg")
            _ = try recipe.run(
                Reporter(isQuiet: false, showsProgress: false) { if case .warning(let text) = $0 { warnings.append(text) } })
            #expect(warnings.count == 1 && warnings[0].contains("cat.json has changed"))
            recipe.output = folder.path("./a.svg")
            #expect(throws: StudioError.self) { try recipe.run(Reporter()) }
        }
    }

    @Test func aJobThatWasMadeInCodeIsCheckedToo() throws {
        var job = InterpolateJob()
        #expect(throws: UsageError.self) { try job.run(Reporter()) }
        job.drawings = ["a.json", "b.json"]
        job.rows = -1
        #expect(throws: UsageError("--rows -1: must be from 1 to 1000.")) { try job.run(Reporter()) }
        var sample = SampleJob()
        sample.count = 0
        #expect(throws: UsageError("--count 0: must be from 1 to 1000000.")) { try sample.run(Reporter()) }
    }
}
