import SketchInference
import SketchTraining
import Testing

/// Tensors and their positions in the flat array.
@Suite struct ParameterLayoutTests {
    private static func configuration() -> ModelConfiguration {
        var configuration = ModelConfiguration()
        (configuration.encoderSize, configuration.decoderSize, configuration.latentSize) = (3, 4, 2)
        configuration.mixtureCount = 2
        return configuration
    }

    @Test func gatheredTensorsComeBack() throws {
        let configuration = Self.configuration()
        let layout = ParameterLayout(configuration)
        let weights = configuration.initialWeights(seed: 1)
        let flat: Buffer<Float> = try layout.gather(weights)
        #expect(flat.count == configuration.parameterCount)
        #expect(layout.scatter(flat) == weights)
        let slot = try layout.slot("RNN/output_w")
        #expect(slot.rows == 4 && slot.columns == 15)
        #expect(flat.vector[slot][3, 14] == weights["vector_rnn/RNN/output_w"]?.values.last)
    }

    /// An unknown name used to be the position 0, which would have overwritten the first tensor.
    @Test func unknownTensorsAreErrors() throws {
        let configuration = Self.configuration()
        let layout = ParameterLayout(configuration)
        #expect(throws: TrainingError.unknownTensor(name: "vector_rnn/RNN/output_x")) { try layout.slot("RNN/output_x") }
        var other = configuration
        other.decoderCell = .hyper
        #expect(throws: TrainingError.self) { try GradientSlice<Float>(configuration: other, layout: layout) }
        var weights = configuration.initialWeights(seed: 1)
        weights["vector_rnn/RNN/output_b"] = nil
        #expect(throws: TrainingError.unknownTensor(name: "vector_rnn/RNN/output_b")) {
            try Trainer<Float>(configuration, weights: weights)
        }
        weights["vector_rnn/RNN/output_b"] = Tensor(zeros: [14])
        #expect(throws: TrainingError.tensorShape(name: "vector_rnn/RNN/output_b", found: [14], expected: [15])) {
            try Trainer<Float>(configuration, weights: weights)
        }
    }
}
