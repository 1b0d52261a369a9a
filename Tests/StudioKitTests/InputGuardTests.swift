import Foundation
import SketchCore
import SketchRendering
import StudioKit
import Testing

/// No job replaces a file that it reads, under whatever name, unless it is told to.
@Suite struct InputGuardTests {
    private static let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9'/></svg>"

    private func expectRefused<Job: StudioJob>(
        _ job: Job, _ folder: JobFolder, keeps name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = try folder.data(name)
        do {
            _ = try job.run(Reporter())
            Issue.record("the job ran", sourceLocation: sourceLocation)
        } catch StudioError.outputIsInput {
        } catch { Issue.record(error, sourceLocation: sourceLocation) }
        #expect(try folder.data(name) == before, sourceLocation: sourceLocation)
    }

    @Test(arguments: ["in.svg", "./in.svg", "link.svg", "hard.svg", "sub/../in.svg"]) func anInputStays(output: String) throws {
        try JobFolder.with { folder in
            try folder.write(Self.svg, "in.svg")
            let files = FileManager.default
            try files.createDirectory(atPath: folder.path("sub"), withIntermediateDirectories: false)
            try files.createSymbolicLink(atPath: folder.path("link.svg"), withDestinationPath: "in.svg")
            try files.linkItem(atPath: folder.path("in.svg"), toPath: folder.path("hard.svg"))
            var job = RenderJob()
            job.files = [folder.path("cat.json"), folder.path("in.svg") + "#0"]
            job.output = folder.path("sub").dropLast(3) + output
            try expectRefused(job, folder, keeps: "in.svg")
            job.outputOptions.replacesInput = true
            #expect(try job.run(Reporter()).sketches == 2)
        }
    }

    @Test func everyKindOfInputStays() throws {
        try JobFolder.with { folder in
            try folder.write(Self.svg, "in.svg")
            var convert = ConvertJob()
            (convert.inputs, convert.destination) = ([folder.path("cat.json")], folder.path("cat.json"))
            try expectRefused(convert, folder, keeps: "cat.json")
            // The output of the run before, in the folder that is read.
            (convert.inputs, convert.destination) = ([folder.url.path], folder.path("all.ndjson"))
            _ = try convert.run(Reporter())
            try expectRefused(convert, folder, keeps: "all.ndjson")
            (convert.inputs, convert.destination) = ([folder.path("cat.json")], folder.path("x.ndjson"))
            convert.fractions = SplitFractions(weights: [1, 1, 1])
            _ = try convert.run(Reporter())
            convert.inputs = [folder.path("x.train.ndjson")]
            try expectRefused(convert, folder, keeps: "x.train.ndjson")
            var analogy = AnalogyJob()
            (analogy.terms, analogy.output) = (["\(folder.path("in.svg")) + \(folder.path("cat.json"))"], folder.path("in.svg"))
            try expectRefused(analogy, folder, keeps: "in.svg")
            var model = ModelConvertJob()
            (model.inputs, model.file) = (["cat-pig"], folder.path("m.safetensors"))
            _ = try model.run(Reporter())
            model.inputs = [model.file]
            try expectRefused(model, folder, keeps: "m.safetensors")
            var bank = ModelBankJob()
            bank.arguments = [folder.path("m.safetensors"), folder.path("cat.json")]
            bank.output = folder.path("m.safetensors")
            try expectRefused(bank, folder, keeps: "m.safetensors")
        }
    }

    /// Outputs that are not named by `output`: reports, runs, the gallery, and the file next to an array.
    @Test func everyKindOfOutputIsCompared() throws {
        try JobFolder.with { folder in
            let files = FileManager.default
            func link(_ name: String, to target: String) throws {
                try files.createDirectory(
                    at: folder.url.appendingPathComponent(name).deletingLastPathComponent(), withIntermediateDirectories: true)
                try files.createSymbolicLink(atPath: folder.path(name), withDestinationPath: folder.path(target))
            }
            var evaluate = EvaluateJob()
            (evaluate.data, evaluate.report) = ([folder.path("cat.json")], folder.path("report"))
            for name in ["report.json", "report.md", "samples-plain.png"] {
                try link("report/" + name, to: "cat.json")
                try expectRefused(evaluate, folder, keeps: "cat.json")
                try files.removeItem(atPath: folder.path("report/" + name))
            }
            var encode = EncodeJob()
            (encode.files, encode.output) = ([folder.path("cat.json")], folder.path("a.npy"))
            try link("a.npy.json", to: "cat.json")
            try expectRefused(encode, folder, keeps: "cat.json")
            var model = ModelConvertJob()
            (model.inputs, model.file) = (["cat-pig"], folder.path("m.safetensors"))
            _ = try model.run(Reporter())
            var train = TrainJob()
            (train.data, train.output) = ([folder.path("cat.json")], folder.path("run"))
            train.initialModel = folder.path("m.safetensors")
            try link("run/model.safetensors", to: "m.safetensors")
            try expectRefused(train, folder, keeps: "m.safetensors")
            try link("again/log.jsonl", to: "cat.json")
            train.output = folder.path("again")
            try expectRefused(train, folder, keeps: "cat.json")
            var gallery = GalleryJob()
            gallery.output = folder.path("gallery")
            let drawing = files.currentDirectoryPath + "/examples/cat.json"
            if files.fileExists(atPath: drawing) {
                try files.createDirectory(atPath: folder.path("gallery"), withIntermediateDirectories: true)
                try files.createSymbolicLink(atPath: folder.path("gallery/README.md"), withDestinationPath: drawing)
                try expectRefused(gallery, folder, keeps: "gallery/README.md")
            }
            #expect(gallery.writtenPaths.contains(folder.path("gallery/README.md")))
            #expect(gallery.readPaths.contains("examples/cat.json"))
        }
    }

    @Test func aRecipeReplacesNeitherItselfNorItsInput() throws {
        try JobFolder.with { folder in
            try folder.write(Self.svg, "in.svg")
            var render = RenderJob()
            (render.files, render.output) = ([folder.path("in.svg")], folder.path("a.svg"))
            _ = try render.run(Reporter())
            try FileManager.default.createSymbolicLink(atPath: folder.path("link.svg"), withDestinationPath: "a.svg")
            var recipe = RecipeJob()
            (recipe.file, recipe.runsAgain) = (folder.path("a.svg"), true)
            for (output, kept) in [("a.svg", "a.svg"), ("link.svg", "a.svg"), ("in.svg", "in.svg")] {
                recipe.output = folder.path(output)
                try expectRefused(recipe, folder, keeps: kept)
            }
            let before = try folder.data("a.svg")
            (recipe.output, recipe.outputOptions.replacesInput) = (folder.path("link.svg"), true)
            _ = try recipe.run(Reporter())
            #expect(try folder.data("a.svg") == before)
        }
    }

    /// A file that is only named like an option's value, or an output in the folder of an input, is not an input.
    @Test func otherFilesAreReplaced() throws {
        try JobFolder.with { folder in
            var job = RenderJob()
            job.files = [folder.path("cat.json")]
            job.output = folder.path("sheet.png")
            for _ in 0..<2 { _ = try job.run(Reporter()) }
            job.files = [folder.path("cat.json"), folder.path("pig.json")]
            _ = try job.run(Reporter())
        }
    }
}
