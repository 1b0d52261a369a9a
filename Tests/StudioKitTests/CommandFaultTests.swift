import Foundation
import LatentOps
import SketchInference
import StudioKit
import Testing

/// Options and inputs that were ignored, or refused with another cause.
@Suite struct CommandFaultTests {
    private static func reporter(_ add: @escaping (String) -> Void) -> Reporter {
        Reporter(isQuiet: false, showsProgress: false) { if case .warning(let text) = $0 { add(text) } }
    }

    /// A copy of a built-in model with the latents of its bank in reverse order.
    private static func writeModel(_ path: String, isReversed: Bool) throws {
        var model = try LoadedModel("cat-pig").model
        let bank = try #require(model.latentBank)
        if isReversed {
            let points = (0..<bank.count).reversed().flatMap { bank.point($0) }
            model.latentBank = try LatentBank(points: points, labels: bank.labels, size: bank.size)
        }
        try model.write(to: path)
    }

    /// A model's fingerprint does not include its bank, so pictures that use one record it.
    @Test(arguments: [["--count", "3"], ["--count", "3", "--prior", "standard"]]) func anotherBankIsTheCause(
        words: [String]
    ) throws {
        try JobFolder.with { folder in
            let (model, old, new) = (folder.path("m.safetensors"), folder.path("a.svg"), folder.path("b.svg"))
            try Self.writeModel(model, isReversed: false)
            var job = try SampleJob(words: words + ["--model", model])
            job.output = old
            _ = try job.run(Reporter())
            try Self.writeModel(model, isReversed: true)
            var warnings: [String] = []
            var recipe = RecipeJob()
            (recipe.file, recipe.runsAgain, recipe.output) = (old, true, new)
            _ = try recipe.run(Self.reporter { warnings.append($0) })
            #expect(
                warnings == (words.count == 2 ? ["\(new) differs from \(old): the latent bank of \(model) has changed."] : []))
        }
    }

    @Test(arguments: [
        (["--candidates", "4"], "--candidates has no effect without --report or --sheet."),
        (["--temperature", "0.4", "--plain"], "--temperature, --plain have no effect without --report or --sheet."),
        (["--per-class", "3"], "--per-class has no effect without --report or --sheet."),
        (["--sheet", "samples", "--padding", "masked"], "--padding has no effect with --report or --sheet."),
    ]) func optionsWithoutEffectAreRefused(words: [String], message: String) {
        #expect(throws: UsageError(message)) { try EvaluateJob(words: ["a.ndjson"] + words) }
    }

    @Test func recordsHaveTheChosenClassAsWord() throws {
        try JobFolder.with { folder in
            for (words, word) in [(["--class", "pig"], "pig"), ([], "cat-pig")] {
                var job = try SampleJob(words: ["--count", "2", "--model", "cat-pig"] + words)
                job.output = folder.path("a.ndjson")
                _ = try job.run(Reporter())
                let lines = String(decoding: try folder.data("a.ndjson"), as: UTF8.self).split(separator: "\n")
                #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix(#"{"word":"\#(word)","#) })
            }
        }
    }

    /// Drawings of several classes have each its own, at every temperature and in every part.
    @Test func recordsOfSeveralClassesHaveTheirOwn() throws {
        try JobFolder.with { folder in
            func words(_ words: [String], shard: Shard? = nil) throws -> [String] {
                var job = try SampleJob(words: ["--model", "cat-pig", "--seed", "3", "--candidates", "1"] + words)
                (job.output, job.shard) = (folder.path("a.ndjson"), shard)
                _ = try job.run(Reporter())
                return String(decoding: try folder.data("a.ndjson"), as: UTF8.self).split(separator: "\n").map {
                    String($0.dropFirst(9).prefix(3))
                }
            }
            let both = try words(["--class", "cat,pig", "--count", "12"])
            #expect(Set(both) == ["cat", "pig"])
            // A class alone is drawn from its own latents.
            #expect(try words(["--class", "cat,pig", "--count", "12", "--temperature", "0.2,0.4"]) == both.flatMap { [$0, $0] })
            #expect(try words(["--class", "cat,pig", "--count", "12"], shard: Shard(number: 2, count: 3)) == Array(both[4..<8]))
            // The class is that of the latent.
            let session = try ModelSession("cat-pig", threads: 1, reporter: Reporter())
            let bank = try #require(session.model.latentBank)
            let latent = try session.latents(from: .bank, classes: ["cat", "pig"], seed: 3)
            for (index, word) in both.enumerated() {
                let nearest = try bank.nearest(to: #require(try latent(UInt64(index))), count: 1)[0]
                #expect(session.model.classes[bank.labels[nearest]] == word)
            }
        }
    }

    /// The recipes of earlier versions state the prior N(0, I) for decoder-only models.
    @Test func recipesOfDecoderOnlyModelsRunAgain() throws {
        try JobFolder.with { folder in
            var job = try SampleJob(words: ["--model", "face", "--count", "1"])
            job.output = folder.path("a.svg")
            _ = try job.run(Reporter())
            let svg = String(decoding: try folder.data("a.svg"), as: UTF8.self)
            #expect(!svg.contains("prior"))
            try folder.write(svg.replacing("--model face", with: "--prior standard --model face"), "b.svg")
            var recipe = RecipeJob()
            (recipe.file, recipe.runsAgain, recipe.output) = (folder.path("b.svg"), true, folder.path("c.svg"))
            _ = try recipe.run(Reporter())
            #expect(String(decoding: try folder.data("c.svg"), as: UTF8.self).contains("--prior standard"))
        }
    }

    @Test(arguments: [
        (["--class", "face"], "Omit --class"), (["--prior", "bank"], "Omit --prior bank"),
        (["--prior", "aggregate"], "Omit --prior aggregate"), (["--prior", "standard"], "Omit --prior standard"),
    ]) func aDecoderOnlyModelHasNoLatents(words: [String], advice: String) throws {
        try JobFolder.with { folder in
            var job = try SampleJob(words: ["--model", "face"] + words)
            job.output = folder.path("a.svg")
            let error = #expect(throws: StudioError.self) { try job.run(Reporter()) }
            let sentence = "face is decoder-only: it has no latents. \(advice), or use a conditional model."
            #expect(error?.description == sentence)
        }
    }

    @Test func aDecoderOnlyModelIsNamedWhereItCannotEncode() throws {
        try JobFolder.with { folder in
            var job = ReconstructJob()
            (job.files, job.model, job.output) = ([folder.path("cat.json")], "face", folder.path("a.svg"))
            let error = #expect(throws: StudioError.self) { try job.run(Reporter()) }
            #expect(error?.description.hasPrefix("face is decoder-only: it has no encoder and no latents.") == true)
        }
    }

    @Test(arguments: ["", ",", "cat,", " , pig"]) func emptyNamesOfClassesAreRefused(text: String) {
        let error = #expect(throws: UsageError.self) { try SampleJob(words: ["--class", text]) }
        #expect(error?.description.contains("must be names separated by commas") == true)
    }

    @Test(arguments: [["a,b"], [#"a\b"#, "c"], [#"a\,b\\"#, ",", " x".trimmingCharacters(in: .whitespaces)]])
    func namesWithCommasAreReadAgain(names: [String]) throws {
        var job = SampleJob()
        job.classes = names
        let words = try #require(PictureJobs.job(of: job.commandText) as? SampleJob)
        #expect(words.classes == names)
        #expect(try SampleJob(words: ["--class", #"a\,b, c\d"#]).classes == ["a,b", #"c\d"#])
    }

    @Test func theReasonWhyNoDrawingIsInTheBankIsStated() throws {
        try JobFolder.with { folder in
            var model = try LoadedModel("cat-pig").model
            model.configuration.maxLength = 3
            try model.write(to: folder.path("short.safetensors"))
            let record = #""drawing":[[[0,80,255,200,60,0],[90,0,100,255,240,90]]]"#
            try folder.write(
                (0..<20).map { #"{"word":"cat","key_id":"\#($0)",\#(record)}"# }.joined(separator: "\n"), "cats.ndjson")
            var job = ModelBankJob()
            (job.arguments, job.output) = (["short.safetensors", "cats.ndjson"].map(folder.path), folder.path("out.safetensors"))
            let error = #expect(throws: StudioError.self) { try job.run(Reporter()) }
            #expect(error?.description.contains("(more than 3 rows). Give drawings of its classes") == true)
        }
    }

    @Test func standardInputIsReadOnce() {
        let sentence = "Standard input is given 2 times (-, -#1), but can be read only once. Use a file."
        #expect(throws: UsageError(sentence)) {
            var job = InterpolateJob()
            job.drawings = ["-", "-#1"]
            _ = try job.run(Reporter())
        }
        #expect(throws: UsageError.self) {
            var job = CompleteJob()
            (job.files, job.latent) = (["-"], "-")
            _ = try job.run(Reporter())
        }
        #expect(throws: Never.self) {
            var job = ConvertJob()
            (job.inputs, job.destination, job.format) = (["-"], "-", .ndjson)
            try job.check()
        }
    }

    @Test func filesNamedAfterStandardInputAreNotOptions() {
        #expect(OutputFile.stem(of: "-") == "drawing" && OutputFile.stem(of: "-#3") == "drawing-3")
        #expect(OutputFile.stem(of: "a/-x.json") == "-x")
    }

    @Test func anExpressionBeyondAllNumbersIsNamed() throws {
        try JobFolder.with { folder in
            var job = AnalogyJob()
            (job.terms, job.output) = (["1e300*" + folder.path("cat.json")], folder.path("a.svg"))
            let error = #expect(throws: StudioError.self) { try job.run(Reporter()) }
            #expect(error?.description.hasSuffix(" is too large. Use smaller numbers.") == true)
        }
    }

    @Test func aDamagedBankIsNotAnotherKindOfFile() throws {
        try JobFolder.with { folder in
            var model = try LoadedModel("cat-pig").model
            model.classes = ["cat"]
            let path = folder.path("m.safetensors")
            try model.write(to: path)
            let error = #expect(throws: InferenceError.self) { try SketchModel(contentsOf: path) }
            let sentence = error.map(StudioError.sentence) ?? ""
            #expect(sentence.contains("a latent of class 1, and the file has 1 class, counted from 0"))
            #expect(sentence.hasSuffix("Download or convert it again."))
        }
    }

    @Test func aQuestionHasNoFullStop() throws {
        try JobFolder.with { folder in
            let path = folder.path("cat.jsn")
            let sentence = StudioError.sentence(for: StudioError.noSuchFile(path))
            #expect(sentence == "\(path) does not exist. Did you mean '\(folder.path("cat.json"))'?")
        }
    }

    @Test(arguments: ["5..3", "..3", "3-5"]) func aSelectionThatIsNoneIsNamed(text: String) throws {
        try JobFolder.with { folder in
            var job = RenderJob()
            (job.files, job.output) = ([folder.path("cat.json#" + text)], folder.path("a.svg"))
            let error = #expect(throws: (any Error).self) { try job.run(Reporter()) }
            let sentence = error.map(StudioError.sentence) ?? ""
            #expect(
                sentence.contains(
                    "cat.json#\(text) does not select drawings: write #7 (the eighth drawing), #7,9, #3..5 or #10.."))
        }
    }
}
