import Foundation
import LatentOps
import SketchInference
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

    /// The encoder and the decoder of a port with Z = 2, in two files; `outputs` is 6 M + 3.
    private static func writePort(_ folder: JobFolder, outputs: Int) throws {
        func lstm(_ size: Int, _ inputs: Int, _ ending: String = "") -> [(String, [Int])] {
            [
                ("weight_ih", [4 * size, inputs]), ("weight_hh", [4 * size, size]), ("bias_ih", [4 * size]),
                ("bias_hh", [4 * size]),
            ]
            .map { ("lstm.\($0.0)_l0\(ending)", $0.1) }
        }
        func layer(_ name: String, _ outputs: Int, _ inputs: Int) -> [(String, [Int])] {
            [(name + ".weight", [outputs, inputs]), (name + ".bias", [outputs])]
        }
        for (name, tensors) in [
            ("e.safetensors", lstm(3, 5) + lstm(3, 5, "_reverse") + layer("fc_mu", 2, 6) + layer("fc_sigma", 2, 6)),
            ("d.safetensors", layer("fc_hc", 8, 2) + lstm(4, 7) + layer("fc_params", outputs, 4)),
        ] {
            var writer = SafetensorsWriter()
            for (tensor, shape) in tensors { writer.add(tensor, Tensor(zeros: shape)) }
            try writer.data().write(to: folder.url.appendingPathComponent(name))
        }
    }

    /// The classes' names are also those of the latent bank, by number.
    @Test func replacedClassesAreStated() throws {
        try JobFolder.with { folder in
            let path = folder.path("renamed.safetensors")
            func messages(_ words: String...) throws -> [String] {
                var found: [String] = []
                let reporter = Reporter(isQuiet: false, showsProgress: false) {
                    if case .warning(let sentence) = $0 { found.append(sentence) }
                }
                _ = try ModelConvertJob(words: ["cat-pig", path] + words).run(reporter)
                return found
            }
            #expect(throws: UsageError.self) { try messages("--classes", "cat") }
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(try messages("--classes", "cat,pig").isEmpty)
            let renamed = try messages("--classes", "Katze,Schwein", "--scale-factor", "12.5")
            #expect(renamed.contains { $0.contains("cat, pig are renamed to Katze, Schwein, also in the latent bank") })
            #expect(renamed.contains { $0.contains("is replaced by 12.5") })
        }
    }

    /// The two files of a port in either order become one model, with warnings about what they do not state.
    @Test(arguments: [["e.safetensors", "d.safetensors"], ["d.safetensors", "e.safetensors"]])
    func aPyTorchPortIsConverted(names: [String]) throws {
        try JobFolder.with { folder in
            try Self.writePort(folder, outputs: 15)
            var job = try ModelConvertJob(words: names.map(folder.path) + [folder.path("out.safetensors")])
            var warnings: [String] = []
            let reporter = Reporter(isQuiet: false, showsProgress: false) {
                if case .warning(let text) = $0 { warnings.append(text) }
            }
            #expect(try job.run(reporter).path == folder.path("out.safetensors"))
            #expect(warnings.count == 2 && warnings[0].contains("--scale-factor") && warnings[1].contains("padded"))
            let model = try SketchModel(contentsOf: folder.path("out.safetensors"))
            let sizes = model.configuration
            #expect(sizes.encoderSize == 3 && sizes.decoderSize == 4 && sizes.latentSize == 2 && sizes.mixtureCount == 2)
            #expect(model.metadata["source"]?.hasPrefix("PyTorch port's weights ") == true)
            // With the order of the output's rows stated, one file is read as a state dict too.
            job = try ModelConvertJob(
                words: [folder.path("d.safetensors"), folder.path("x.safetensors"), "--mixture-layout", "blocks"])
            #expect(throws: InferenceError.halfModel(file: folder.path("d.safetensors"), missing: .encoder)) {
                try job.run(Reporter())
            }
        }
    }

    @Test func whatABrowserFileLeavesOutIsStated() throws {
        try JobFolder.with { folder in
            let path = folder.path("m.safetensors")
            try Self.writePort(folder, outputs: 123)
            _ = try ModelConvertJob(
                words: [
                    folder.path("e.safetensors"), folder.path("d.safetensors"), path, "--scale-factor", "40", "--classes", "a,b",
                ]
            ).run(Reporter())
            var warnings: [String] = []
            let reporter = Reporter(isQuiet: false, showsProgress: false) {
                if case .warning(let text) = $0 { warnings.append(text) }
            }
            let job = try ModelConvertJob(words: [path, folder.path("m.vae.json")])
            _ = try job.run(reporter)
            #expect(warnings.isEmpty)
            var model = try SketchModel(contentsOf: path)
            model.latentBank = try LatentBank(points: [0, 0, 1, 1], labels: [0, 1], size: 2)
            try model.write(to: path)
            _ = try job.run(reporter)
            let sentence = "m.vae.json cannot store the latent bank (2 latents of training drawings), which is left out."
            #expect(warnings.count == 1 && warnings[0].contains(sentence))
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
