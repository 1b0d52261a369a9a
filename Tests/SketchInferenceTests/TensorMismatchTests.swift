import Foundation
import SketchInference
import TestSupport
import Testing

/// The message for a file whose tensors and config do not match.
@Suite struct TensorMismatchTests {
    private func sentence(_ model: SketchModel, config: String, rename: (String) -> String? = { $0 }) throws -> String {
        var writer = SafetensorsWriter(metadata: ["format": "sketch-rnn", "config": config])
        for (name, tensor) in model.weights {
            if let name = rename(name) { writer.add(name, tensor) }
        }
        let file = try WeightFile(data: writer.data(), name: "m.safetensors")
        return ModelFixture.sentence { _ = try SketchModel(file) }
    }

    @Test func theMostProbableCauseIsNamed() throws {
        let conditional = ModelFixture.model()
        let alone = ModelFixture.model(conditional: false)
        #expect(
            try sentence(alone, config: #"{"conditional":true}"#).contains(
                "it is a decoder-only model, but its config states conditional"))
        #expect(
            try sentence(conditional, config: #"{"conditional":false}"#).contains(
                "it is a conditional model, but its config states decoder-only"))
        let cell = try sentence(conditional, config: #"{"dec_model":"layer_norm"}"#)
        #expect(
            cell.contains("its config states dec_model = layer_norm, but its tensors are those of lstm"), "\(cell)")
        #expect(cell.contains("missing      vector_rnn/RNN/LayerNormLSTMCell/ln_all/ln_gamma [40]"), "\(cell)")
        #expect(
            cell.contains("vector_rnn/RNN/LayerNormLSTMCell/W_xh [9, 40] (nearest in the file: vector_rnn/RNN/LSTMCell/W_xh)"),
            "\(cell)")
        #expect(cell.contains("unexpected   vector_rnn/RNN/LSTMCell/bias [40]"), "\(cell)")
        let hyper = ModelFixture.model(cell: .hyper)
        #expect(
            try sentence(hyper, config: #"{"enc_model":"lstm"}"#).contains(
                "enc_model = lstm, but its tensors are those of hyper"))
        let size = try sentence(conditional, config: #"{"z_size":8,"num_mixture":5}"#)
        #expect(
            size.contains(
                "its config states num_mixture = 5, but its tensors have 3; its config states z_size = 8, but its tensors have 4"),
            "\(size)")
        #expect(size.contains("wrong shape  vector_rnn/RNN/output_b is [21], expected [33]"), "\(size)")
        let lost = try sentence(conditional, config: "{}") { $0.hasSuffix("bw/LSTMCell/bias") ? nil : $0 }
        #expect(
            lost.contains("some tensors are missing") && lost.contains("missing      vector_rnn/ENC_RNN/bw/LSTMCell/bias [24]"),
            "\(lost)")
        let foreign = try sentence(alone, config: "{}") { "decoder." + $0.dropFirst(11) }
        #expect(foreign.contains("do not have the names of the original's"), "\(foreign)")
    }

    @Test func filesOfOtherProgramsAreDetected() throws {
        var writer = SafetensorsWriter(metadata: ["format": "pt"])
        writer.add("lstm.weight", Tensor(zeros: [2]))
        let data = writer.data()
        #expect(ModelFixture.sentence { _ = try WeightFile(data: data, name: "m") }.contains("its format is 'pt'"))
        // Bare tensors under the checkpoint's names are a model, whoever wrote them.
        let model = ModelFixture.model()
        for (name, tensor) in model.weights { writer.add(name, tensor) }
        let read = try SketchModel(WeightFile(data: writer.data(), name: "m"))
        #expect(read.weights == model.weights && read.scaleFactor == nil && read.configuration.maxLength == 250)
    }

    @Test func longListsAreTruncated() throws {
        let text = try sentence(ModelFixture.model(conditional: false), config: #"{"dec_model":"hyper"}"#)
        #expect(text.split(separator: "\n").count < 20 && text.contains("more"), "\(text)")
    }
}
