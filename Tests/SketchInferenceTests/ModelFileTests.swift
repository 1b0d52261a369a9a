import Foundation
import SketchInference
import SketchSupport
import TestSupport
import Testing

@Suite struct ModelFileTests {
    @Test func aModelRoundTrips() throws {
        try ModelFixture.withFolder { folder in
            let model = ModelFixture.model()
            try model.write(to: folder + "/m.safetensors")
            let read = try SketchModel(contentsOf: folder + "/m.safetensors")
            #expect(read.configuration == model.configuration)
            #expect(read.weights == model.weights)
            #expect(read.scaleFactor == 40.5 && read.classes == ["cat", "pig"])
            #expect(read.metadata["license"] == "Apache-2.0")
            #expect(read.fingerprint == model.fingerprint && read.fingerprint.count == 16)
            #expect(try read.safetensorsData() == model.safetensorsData())
            #expect(try model.safetensorsData(dtype: .float16).count < model.safetensorsData().count)
            #expect(throws: FileError.self) { try model.write(to: folder + "/no/m.safetensors") }
        }
    }

    @Test func otherHyperparametersAreKept() throws {
        var model = ModelFixture.model(conditional: false)
        model.metadata["config"] = #"{"kl_weight":0.5,"z_size":999}"#
        let data = try model.safetensorsData()
        let text = try SafetensorsFile(data: data, name: "m").metadata["config"] ?? ""
        #expect(text.contains(#""kl_weight":0.5"#) && text.contains(#""z_size":4"#), "\(text)")
        let read = try SketchModel(WeightFile(data: data, name: "m"))
        #expect(read.configuration == model.configuration)
    }

    /// The model's file with other metadata or tensors.
    private func altered(_ change: (inout SafetensorsWriter) -> Void) throws -> SafetensorsFile {
        let file = try SafetensorsFile(data: ModelFixture.model().safetensorsData(), name: "m.safetensors")
        var writer = SafetensorsWriter(metadata: file.metadata)
        for entry in file.entries { writer.add(entry.name, try file.tensor(entry.name)) }
        change(&writer)
        return try SafetensorsFile(data: writer.data(), name: "m.safetensors")
    }

    @Test func sizesThatDisagreeAreNamed() throws {
        let file = try altered { $0.metadata["config"] = #"{"dec_rnn_size":11,"conditional":true}"# }
        let sentence = ModelFixture.sentence { _ = try SketchModel(WeightFile(file)) }
        #expect(sentence.contains("W_xh is [9, 40], expected [9, 44]"), "\(sentence)")
        #expect(sentence.contains("its config states dec_rnn_size = 11, but its tensors have 10"), "\(sentence)")
        let sizes = try SketchModel(WeightFile(altered { $0.metadata["config"] = "{}" })).configuration
        #expect(sizes.decoderSize == 10 && sizes.latentSize == 4 && sizes.mixtureCount == 3)
        #expect(sizes.encoderSize == 6 && sizes.isConditional)
    }

    @Test(arguments: [
        ("config", #"{"dec_rnn_size":4611686018427387904}"#, "dec_rnn_size is 4611686018427387904"),
        ("config", #"{"dec_rnn_size":"big"}"#, "'dec_rnn_size' in its config has a value of the wrong type"),
        ("config", #"{"dec_model":"gru"}"#, "'gru'"), ("config", #"["dec_model"]"#, "not a JSON object"),
        ("config", String(repeating: "[", count: 100_000), "nested more than 64 levels deep"),
        ("format", "sketch-rnn-training", "the model is model.safetensors"), ("scale_factor", "nan", "'nan'"),
        ("scale_factor", "-1", "'-1'"),
        ("classes", "cat", "JSON array"),
    ])
    func wrongMetadataIsRefused(key: String, value: String, reason: String) throws {
        let file = try altered { $0.metadata[key] = value }
        let sentence = ModelFixture.sentence { _ = try SketchModel(WeightFile(file)) }
        #expect(sentence.contains(reason), "\(sentence)")
        let without = try altered { $0.metadata[key] = nil }
        let absent = ModelFixture.sentence { _ = try SketchModel(WeightFile(without)) }
        #expect(absent.isEmpty, "\(absent)")
    }

    @Test(arguments: [Float.nan, .infinity])
    func weightsThatAreNotFiniteAreNamed(value: Float) throws {
        let name = "vector_rnn/RNN/output_b"
        var tensor = Tensor(zeros: [21])
        tensor.values[17] = value
        let file = try altered { $0.add(name, tensor) }
        let sentence = ModelFixture.sentence { _ = try SketchModel(WeightFile(file)) }
        #expect(sentence.contains(name) && sentence.contains("element 17"), "\(sentence)")
        var model = ModelFixture.model()
        model.weights[name] = tensor
        #expect(ModelFixture.sentence { _ = try model.safetensorsData() }.contains("element 17"))
        model.weights[name] = nil
        #expect(ModelFixture.sentence { try model.validate() }.contains("missing      \(name) [21]"))
    }

    @Test func parameterCountsAreThePapers() {
        var configuration = ModelConfiguration()
        #expect(configuration.parameterCount == 2_186_107)
        configuration.isConditional = false
        #expect(
            configuration.tensorShapes.map(\.name) == [
                "vector_rnn/RNN/LSTMCell/W_xh", "vector_rnn/RNN/LSTMCell/W_hh", "vector_rnn/RNN/LSTMCell/bias",
                "vector_rnn/RNN/output_w", "vector_rnn/RNN/output_b",
            ])
    }
}
