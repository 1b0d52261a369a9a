import Foundation
import SketchInference

/// Small models and temporary folders for tests.
package enum ModelFixture {
    /// Returns a model with weights from a fixed stream, uniform in ±`gain`.
    package static func model(
        conditional: Bool = true, encoder: Int = 6, decoder: Int = 10, latent: Int = 4, mixtures: Int = 3,
        gain: Float = 0.4, seed: UInt64 = 1, cell: CellKind = .lstm
    ) -> SketchModel {
        var configuration = ModelConfiguration()
        configuration.encoderCell = cell
        configuration.decoderCell = cell
        if cell == .hyper {
            configuration.hyperUnits = 7
            configuration.hyperEmbedding = 3
        }
        configuration.isConditional = conditional
        configuration.encoderSize = encoder
        configuration.decoderSize = decoder
        configuration.latentSize = latent
        configuration.mixtureCount = mixtures
        configuration.maxLength = 30
        var draws = PhiloxSequence(seed: seed, stream: 99)
        var weights: [String: Tensor] = [:]
        for (name, shape) in configuration.tensorShapes {
            var tensor = Tensor(zeros: shape)
            for index in tensor.values.indices {
                tensor.values[index] = gain * Float(2 * draws.nextUniform() - 1)
                if name.hasSuffix("ln_gamma") { tensor.values[index] += 1 }
            }
            weights[name] = tensor
        }
        return SketchModel(
            configuration: configuration, weights: weights, scaleFactor: 40.5, classes: ["cat", "pig"],
            metadata: ["license": "Apache-2.0", "training": #"{"steps":10}"#])
    }

    /// Returns the description of the `InferenceError` that `body` throws; empty if it throws nothing.
    package static func sentence(_ body: () throws -> Void) -> String {
        do {
            try body()
            return ""
        } catch {
            return error is InferenceError ? "\(error)" : "not an InferenceError: \(error)"
        }
    }

    /// Runs `body` with a new folder, which is removed afterwards.
    package static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("sketch-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }
}
