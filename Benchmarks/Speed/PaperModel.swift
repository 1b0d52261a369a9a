import SketchCore
import SketchInference
import SketchTraining

/// Models of the paper's sizes (encoder 256, decoder 512, Z 128, M 20 unless stated otherwise) with fresh weights,
/// and input for them.
enum PaperModel {
    /// - Parameters:
    ///   - isHalf: rounds every weight to float16, as in the built-in models' files.
    ///   - isQuick: uses small uniform weights instead of the trainer's orthogonal matrices, which take long to compute.
    static func make(decoder: Int = 512, isHalf: Bool = false, isQuick: Bool = false) throws -> SketchModel {
        var configuration = ModelConfiguration()
        configuration.decoderSize = decoder
        var weights: [String: Tensor] = [:]
        if isQuick {
            var random = PhiloxSequence(seed: 1, stream: 0)
            for (name, shape) in configuration.tensorShapes {
                let count = shape.reduce(1, *)
                weights[name] = Tensor(
                    shape: shape, values: (0..<count).map { _ in Float(random.next() & 0xFF) / 4096 - 0.03 })
            }
        } else {
            weights = configuration.initialWeights(seed: 1)
        }
        let model = SketchModel(configuration: configuration, weights: weights, scaleFactor: 40)
        guard isHalf else { return model }
        return try SketchModel(
            WeightFile(data: model.safetensorsData(dtype: .float16), name: "a model in F16"))
    }

    static func requests(_ count: Int, latentSize: Int = 128) -> [DecodeRequest] {
        (0..<count).map { index in
            DecodeRequest(
                latent: LatentDraw.prior(size: latentSize, seed: 1, drawIndex: UInt64(index)),
                sampling: Sampling(temperature: 0.5), seed: 1, drawIndex: UInt64(index))
        }
    }

    /// Random walks of `lengths` rows.
    static func drawings(lengths: [Int]) -> [Stroke5] {
        lengths.enumerated().map { index, length in
            var random = PhiloxSequence(seed: 2, stream: UInt64(index))
            return Stroke5(
                rows: (0..<length).map { row in
                    Stroke5.Row(
                        dx: Float(random.nextNormal()), dy: Float(random.nextNormal()),
                        pen: row % 9 == 8 ? .up : .down)
                })
        }
    }
}
