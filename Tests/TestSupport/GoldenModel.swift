import Foundation
import SketchCore
import SketchInference

/// A model of the reference implementation with its expected numbers: one of `GoldenModel.variants`.
public struct GoldenModel: Sendable {
    /// Every variant of the model that the reference has numbers for.
    public static let variants = [
        "lstm_cond", "lstm_uncond", "layer_norm_cond", "layer_norm_uncond", "hyper_cond", "hyper_uncond",
        "hyperenc_cond",
    ]

    public let name: String
    public let file: GoldenFile
    public let model: SketchModel

    public init(_ name: String) throws {
        self.name = name
        file = try GoldenFile(name)
        let config = Data((file.metadata["config"] ?? "").utf8)
        var configuration = try JSONDecoder().decode(ModelConfiguration.self, from: config)
        configuration.hyperUnits = 12
        configuration.hyperEmbedding = 6
        var weights: [String: Tensor] = [:]
        for (tensor, _) in configuration.tensorShapes {
            let (shape, values) = try file.float64s("weights/\(tensor)")
            weights[tensor] = Tensor(shape: shape, values: values.map { Float($0) })
        }
        model = SketchModel(configuration: configuration, weights: weights, scaleFactor: 1)
    }

    public var configuration: ModelConfiguration { model.configuration }
    public var isConditional: Bool { configuration.isConditional }

    /// The drawings of `input/batch`, without start token and padding.
    public func drawings() throws -> [Stroke3] {
        let (shape, rows) = try file.float64s("input/batch")
        let lengths = try file.integers("input/lengths")
        return lengths.enumerated().map { drawing, length in
            Stroke3(
                rows: (1...length).map { step in
                    let start = (drawing * shape[1] + step) * 5
                    return Stroke3.Row(
                        dx: Float(rows[start]), dy: Float(rows[start + 1]), isLifted: rows[start + 3] == 1)
                })
        }
    }

    /// A single number.
    public func scalar(_ key: String) throws -> Double { try file.float64s(key).values[0] }

    /// A matrix as float32 rows.
    public func rows(_ key: String) throws -> [[Float]] {
        let (shape, values) = try file.float64s(key)
        return (0..<shape[0]).map { row in
            values[row * shape[1]..<(row + 1) * shape[1]].map { Float($0) }
        }
    }

    /// How far `found` is from the tensor `key`, relative to the tensor's largest value, and how far it may be in float32:
    /// 1e-5, or four times the error of the reference's own float32 graph. A wrong count is infinitely far.
    public func difference(_ key: String, _ found: [Float]) throws -> (worst: Double, allowed: Double) {
        let expected = try file.float64s(key).values
        let single = try file.float64s("f32/" + key).values
        return (
            relativeDifference(found.map(Double.init), expected), max(1e-5, 4 * relativeDifference(single, expected))
        )
    }
}

/// The largest difference divided by the largest expected value; infinite if the counts differ.
public func relativeDifference(_ found: [Double], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    let scale = expected.map(abs).max() ?? 0
    let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
    return scale > 0 ? worst / scale : worst
}
