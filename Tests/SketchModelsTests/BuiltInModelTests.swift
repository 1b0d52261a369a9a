import Foundation
import SketchInference
import SketchModels
import TestSupport
import Testing

/// The built-in models: names, paths and files.
@Suite struct BuiltInModelTests {
    /// The classes of the models of few classes.
    private static let classes = [
        "cat": ["cat"], "eye": ["eye"], "face": ["face"], "cat-pig": ["cat", "pig"], "cat-pig-kl025": ["cat", "pig"],
        "cat-pig-kl100": ["cat", "pig"],
    ]
    private static let decoderOnly: Set = ["cat", "eye", "face"]

    @Test func theNamesAreSortedAndIncludeTheStandardModel() {
        #expect(
            BuiltInModels.names == [
                "cat", "cat-pig", "cat-pig-kl025", "cat-pig-kl100", "creatures", "everything", "eye", "face",
            ])
        #expect(BuiltInModels.standardName == "cat-pig-kl100")
    }

    @Test(arguments: BuiltInModels.names) func everyModelLoadsAndStatesItsFacts(name: String) throws {
        let file = try WeightFile(contentsOf: BuiltInModels.path(of: name))
        #expect(file.format == .safetensors)
        let model = try BuiltInModels.model(named: name)
        #expect(model.configuration.isConditional == !Self.decoderOnly.contains(name))
        #expect(model.configuration.decoderCell == .layerNorm && model.configuration.maxLength == 120)
        let names = Set(model.configuration.tensorShapes.map(\.name))
        let weights = file.entries.filter { names.contains($0.name) }
        #expect(weights.count == names.count && weights.allSatisfy { $0.type == "F16" })
        if let classes = Self.classes[name] { #expect(model.classes == classes) }
        #expect(Set(model.classes).count == model.classes.count && !model.classes.isEmpty)
        #expect(model.scaleFactor ?? 0 > 0)
        #expect(model.metadata["license"]?.hasSuffix("CC BY 4.0") == true)
        #expect((model.latentStatistics != nil) == model.configuration.isConditional)
        #expect(model.trainingRecord.step ?? 0 > 0)
    }

    @Test func aNameOrAPathLeadsToAFile() throws {
        let path = try BuiltInModels.path(of: "cat")
        #expect(path == BuiltInModels.folder + "/cat.safetensors" && FileManager.default.fileExists(atPath: path))
        #expect(try BuiltInModels.path(nameOrPath: "cat") == path)
        #expect(try BuiltInModels.path(nameOrPath: path) == path)
        // Text with a slash or a dot is a path, whether the file exists or not.
        #expect(try BuiltInModels.path(nameOrPath: "models/cat") == "models/cat")
        #expect(try BuiltInModels.path(nameOrPath: "cat.vae.json") == "cat.vae.json")
        #expect(try BuiltInModels.model(nameOrPath: path).classes == ["cat"])
    }

    @Test func theErrorOfAnUnknownModelListsTheKnownOnes() {
        let expected = InferenceError.unknownModel(name: "unicorn", known: BuiltInModels.names)
        #expect(throws: expected) { try BuiltInModels.path(nameOrPath: "unicorn") }
        #expect(throws: expected) { try BuiltInModels.path(of: "unicorn") }
        let sentence = ModelFixture.sentence { _ = try BuiltInModels.model(nameOrPath: "unicorn") }
        #expect(sentence.contains("'unicorn'"))
        #expect(BuiltInModels.names.allSatisfy { sentence.contains($0) })
        let path = ModelFixture.sentence { _ = try BuiltInModels.model(nameOrPath: "unicorn.safetensors") }
        #expect(path.hasPrefix("unicorn.safetensors cannot be read: no such file"), "\(path)")
    }
}
