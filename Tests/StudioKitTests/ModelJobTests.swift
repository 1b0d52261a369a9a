import Foundation
import StudioKit
import Testing

/// The jobs on models and classifiers.
@Suite struct ModelJobTests {
    @Test func theListNamesTheBuiltInModels() throws {
        let result = try ModelListJob().run(Reporter())
        let entry = try #require(result.models.first { $0.name == "cat-pig" })
        #expect(entry.classes == ["cat", "pig"] && entry.isConditional && entry.klWeight == 0.5)
        #expect(result.lines.count == result.models.count)
        #expect(result.lines.contains { $0.hasPrefix("cat-pig ") && $0.hasSuffix("KL weight 0.5   cat, pig") })
        #expect(result.models.contains { !$0.isConditional && $0.klWeight == nil })
    }

    @Test func aModelIsDescribed() throws {
        var job = ModelInfoJob()
        job.name = "cat"
        let result = try job.run(Reporter())
        #expect(result.model.classes == ["cat"])
        #expect(result.lines.contains { $0.hasPrefix("cell ") && $0.hasSuffix("decoder, no encoder") })
        #expect(result.jsonText.contains(#""conditional":false"#))
        job.model = "cat-pig"
        #expect(throws: UsageError("The model was named twice. Use the argument or --model.")) { try job.validate() }
    }

    @Test func aModelIsConverted() throws {
        try JobFolder.with { folder in
            let path = folder.path("small.safetensors")
            let job = try ModelConvertJob(
                words: ["cat", path, "--dtype", "bf16", "--scale-factor", "12.5", "--classes", "dog, fox"])
            #expect(try job.run(Reporter()).path == path)
            var info = ModelInfoJob()
            info.name = path
            let model = try info.run(Reporter()).model
            #expect(model.scaleFactor == 12.5 && model.classes == ["dog", "fox"])
        }
        #expect(
            throws: UsageError("a.json: unknown output format. Use the extension .safetensors, .gen.json or .vae.json.")
        ) { try ModelConvertJob(words: ["cat", "a.json"]) }
        #expect(throws: UsageError("--scale-factor 0: must be from 1e-06 to 1000000.")) {
            try ModelConvertJob(words: ["cat", "a.safetensors", "--scale-factor", "0"])
        }
    }

    @Test func drawingsAreClassified() throws {
        try JobFolder.with { folder in
            var job = ClassifyJob()
            job.files = [folder.path("cat.json"), folder.path("pig.json")]
            let result = try job.run(Reporter())
            #expect(result.drawings.map(\.source) == job.files)
            #expect(result.drawings.allSatisfy { $0.classification.probabilities.count == result.classes.count })
            #expect(result.lines.count == 2 && result.lines.allSatisfy { $0.hasSuffix(" %") })
        }
    }

    @Test func aClassifierIsEvaluatedOnTheDrawingsOfItsClasses() throws {
        try JobFolder.with { folder in
            try folder.write(#"{"word":"no such class","drawing":[[[0,9],[0,9]]]}"#, "other.json")
            var job = ClassifierEvaluateJob()
            job.data = ["cat.json", "pig.json", "other.json"].map(folder.path)
            job.split = .all
            let result = try job.run(Reporter())
            #expect(result.table.truths == ["cat", "pig"] && result.skipped == 1)
            #expect(result.lines.first == "| Class | Drawings | Accuracy | Most frequent error |")
            #expect(result.jsonText.hasPrefix(#"{"sketches":2,"skipped":1,"accuracy":"#))
            job.data = [folder.path("other.json")]
            #expect(throws: StudioError.self) { try job.run(Reporter()) }
        }
    }

    @Test func aClassifierNeedsAFile() {
        #expect(throws: UsageError("--output is missing. Name a file for the classifier.")) {
            try ClassifierTrainJob(words: ["a.ndjson"])
        }
    }
}
