import Foundation
import SketchInference
import TestSupport
import Testing

/// Numbers in the metadata of model files: each has a range, and a file with a number outside it is refused by name.
@Suite struct MetadataNumberTests {
    private static func sentence(_ key: String, _ value: String) throws -> String {
        let file = try SafetensorsFile(data: ModelFixture.model().safetensorsData(), name: "m")
        var writer = SafetensorsWriter(metadata: file.metadata)
        writer.metadata[key] = value
        for entry in file.entries { writer.add(entry.name, try file.tensor(entry.name)) }
        return ModelFixture.sentence { _ = try SketchModel(WeightFile(data: writer.data(), name: "m")) }
    }

    @Test(arguments: ["1e308", "1e-300", "-3", "0", "nan", "inf", "-inf", "1e999", "", "1,5"])
    func aScaleFactorOutsideItsRangeIsRefused(value: String) throws {
        let sentence = try Self.sentence("scale_factor", value)
        #expect(sentence.contains("its scale_factor is '\(value)', not a number from 1e-06 to 1000000"), "\(sentence)")
    }

    @Test(arguments: [
        (#"{"step":-1}"#, "its step is '-1'"), (#"{"step":9223372036854775807}"#, "its step is"),
        (#"{"step":1e308}"#, "a value that is not a number in its range"),
        (#"{"step":"4"}"#, "a value that is not a number in its range"),
        (#"{"trainingDrawings":-5}"#, "its trainingDrawings is '-5'"),
        (#"{"familiarLoss":1e308}"#, "its familiarLoss is '1e+308'"),
        (#"{"reconstructionLoss":-1e300}"#, "its reconstructionLoss is '-1e+300'"),
        (#"{"klLoss":1e200}"#, "its klLoss is '1e+200'"),
        (#"{"parameters":{"kl_weight":-1}}"#, "its kl_weight is '-1'"),
        (#"{"parameters":{"kl_weight":1e308}}"#, "its kl_weight is '1e+308'"),
    ]) func aNumberOfTheTrainingRecordOutsideItsRangeIsRefused(record: String, reason: String) throws {
        let sentence = try Self.sentence("training", record)
        #expect(sentence.contains(reason), "\(sentence)")
    }

    @Test(arguments: ["", "on my laptop", "[1e308]", #"{"step":5,"klLoss":0.25,"other":1e308}"#, "{}"])
    func otherTextIsNotATrainingRecord(text: String) throws { #expect(try Self.sentence("training", text).isEmpty) }

    /// A model that a reader would refuse is not written.
    @Test(arguments: [1e308, 1e-300, -1, .nan, .infinity]) func aModelWithSuchAScaleFactorIsNotWritten(factor: Double) {
        var model = ModelFixture.model()
        model.scaleFactor = factor
        #expect(ModelFixture.sentence { _ = try model.safetensorsData() }.contains("its scale_factor is"))
    }

    @Test func browserWeightsAreCheckedToo() throws {
        var model = ModelFixture.model(mixtures: 20)
        model.scaleFactor = 2
        let text = String(decoding: try BrowserWeightsWriter.data(model, for: .autoencoderJSON).data, as: UTF8.self)
        for value in ["1e308", "1e-300", "0"] {
            let changed = text.replacing(#""scale_factor":2"#, with: #""scale_factor":\#(value)"#)
            #expect(changed != text)
            let sentence = ModelFixture.sentence { _ = try SketchModel(WeightFile(data: Data(changed.utf8), name: "b.vae.json")) }
            #expect(sentence.contains("its scale_factor is"), "\(sentence)")
        }
    }
}
