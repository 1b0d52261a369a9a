import SketchCore
import SketchInference

/// Fitting an initial model's latents to new data.
///
/// A model of many classes encodes a few of them in one corner of its latent space, far from most of the prior's mass. The
/// latents are therefore shifted and stretched, z = s z' + m in each dimension, with m the mean and s the standard
/// deviation of the aggregate posterior of the new drawings. Encoder and decoder compute the same functions of drawings as
/// before; samples from N(0, 1) now resemble the new drawings, and no other m and s give a smaller KL loss.
extension InitialModel {
    /// The mean and deviation are estimated from about this many drawings, evenly chosen.
    private static let sampleSize = 4096

    /// Changes `weights`, which belong to `configuration` and drawings in model units; without drawings nothing changes.
    ///
    /// - Throws: `InferenceError`.
    static func fitLatents(
        of weights: inout [String: Tensor], _ configuration: ModelConfiguration, to drawings: [Stroke3]
    ) throws {
        let chosen = drawings.evenlyChosen(about: sampleSize).map(\.stroke5)
        let model = SketchModel(configuration: configuration, weights: weights, scaleFactor: nil)
        guard let statistics = LatentStatistics(of: try SketchEncoder(model).encode(rows: chosen)) else { return }
        let z = configuration.latentSize
        let mean = statistics.mean
        let deviation = (0..<z).map { max(statistics.covariance[$0 * z + $0], 1e-6).squareRoot() }

        // The encoder: mu' = (mu - m) / s; log sigma^2 falls by log s^2.
        weights["vector_rnn/ENC_RNN_mu/super_linear_w"]?.scaleColumns { 1 / deviation[$0] }
        weights["vector_rnn/ENC_RNN_mu/super_linear_b"]?.values.modify { k, value in (value - mean[k]) / deviation[k] }
        weights["vector_rnn/ENC_RNN_sigma/super_linear_b"]?.values.modify { k, value in value - 2 * Float.log(deviation[k]) }

        // The decoder: the contribution of m is constant. The pen state is one-hot, so the constant can be added to its
        // three rows where a kernel has no bias.
        for (name, tensor) in weights where name.hasPrefix("vector_rnn/RNN/") && name.hasSuffix("/W_xh") {
            var kernel = tensor
            let constant = kernel.product(of: mean, withRowsFrom: 5)
            for row in 2..<5 { kernel.add(constant, toRow: row) }
            kernel.scaleRows(from: 5, by: deviation)
            weights[name] = kernel
        }
        if var kernel = weights["vector_rnn/linear/super_linear_w"] {
            let constant = kernel.product(of: mean, withRowsFrom: 0)
            weights["vector_rnn/linear/super_linear_b"]?.values.modify { k, value in value + constant[k] }
            kernel.scaleRows(from: 0, by: deviation)
            weights["vector_rnn/linear/super_linear_w"] = kernel
        }
    }
}

extension Array where Element == Float {
    fileprivate mutating func modify(_ change: (_ index: Int, _ value: Float) -> Float) {
        for index in indices { self[index] = change(index, self[index]) }
    }
}

/// Matrices [rows, columns], row-major.
extension Tensor {
    private var width: Int { shape.last ?? 1 }

    fileprivate mutating func scaleColumns(by factor: (Int) -> Float) {
        let width = width
        values.modify { index, value in value * factor(index % width) }
    }

    fileprivate mutating func scaleRows(from first: Int, by factors: [Float]) {
        for (row, factor) in factors.enumerated() {
            for index in (first + row) * width..<(first + row + 1) * width { values[index] *= factor }
        }
    }

    fileprivate mutating func add(_ vector: [Float], toRow row: Int) {
        for (column, value) in vector.enumerated() { values[row * width + column] += value }
    }

    /// v W over the rows of W from `first` on, one for each value of v.
    fileprivate func product(of vector: [Float], withRowsFrom first: Int) -> [Float] {
        var sums = [Double](repeating: 0, count: width)
        for (row, factor) in vector.enumerated() {
            for column in sums.indices { sums[column] += Double(factor) * Double(values[(first + row) * width + column]) }
        }
        return sums.map { Float($0) }
    }
}
