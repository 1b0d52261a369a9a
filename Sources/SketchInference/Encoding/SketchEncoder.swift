import SketchCore
import SketchSupport

/// The encoder of a conditional model: a bidirectional recurrent network over a drawing's rows, whose two
/// last hidden states give the mean and the log-variance of z (Ha & Eck, section 3.2, equations 1-2).
///
/// Immutable after `init`, which packs the weights; one value serves any number of threads.
public struct SketchEncoder: Sendable {
    /// Z, the number of latent values.
    public let latentSize: Int
    /// The conversion of drawings in pixels to rows in model units.
    public let units: ModelUnits
    private let network: BidirectionalNetwork
    private let meanHead: PackedLayer
    private let logVarianceHead: PackedLayer

    /// - Throws: `InferenceError.noEncoder` for a decoder-only model, and what `SketchModel.validate` throws.
    public init(_ model: SketchModel) throws {
        guard model.configuration.isConditional else { throw InferenceError.noEncoder }
        try model.validate()
        latentSize = model.configuration.latentSize
        units = model.units
        network = BidirectionalNetwork(
            try ["fw", "bw"].map {
                try model.configuration.encoderCell.makeCell(
                    model: model, prefix: "vector_rnn/ENC_RNN/\($0)", constantSize: 0)
            })
        func head(_ name: String) throws -> PackedLayer {
            PackedLayer(
                weights: try model.tensor("vector_rnn/\(name)/super_linear_w"),
                bias: try model.tensor("vector_rnn/\(name)/super_linear_b"))
        }
        meanHead = try head("ENC_RNN_mu")
        logVarianceHead = try head("ENC_RNN_sigma")
    }

    /// Encodes drawings in pixels, each independently of the others.
    ///
    /// - Parameters:
    ///   - records: drawings of any length, raw or prepared as each record states.
    ///   - threads: at most this many; the result does not depend on it.
    /// - Returns: a latent with its log-variance for each drawing, in order.
    /// - Throws: `SketchError` for a drawing that has no rows, `InferenceError.numericalFailure` if a result is not finite.
    public func encode(_ records: [SketchRecord], threads: Int = Threads.automatic) throws -> [Latent] {
        try encode(rows: records.parallelMap(threads: threads) { try units.rows(of: $0) }, threads: threads)
    }

    /// Encodes rows in model units, each drawing independently of the others.
    ///
    /// - Parameters:
    ///   - rows: [B][T, 5] in model units, without start tokens. Rows from the first end row on are not read. An
    ///     empty drawing gives the heads' biases.
    ///   - threads: at most this many; the result does not depend on it.
    /// - Returns: a latent with its log-variance for each drawing, in order.
    /// - Throws: `InferenceError.numericalFailure` if a result is not finite.
    public func encode(rows: [Stroke5], threads: Int = Threads.automatic) throws -> [Latent] {
        let batch = rows.count
        let finalHidden = network.run(rows, threads: threads)
        func values(_ head: PackedLayer) -> [Float] {
            let output = FloatBuffer(uninitialized: batch * latentSize)
            head.apply(
                finalHidden.base, inputStride: network.outputSize, batch: batch, to: output.base, outputStride: latentSize)
            return output.array(batch * latentSize)
        }
        let (means, logVariances) = (values(meanHead), values(logVarianceHead))
        return try (0..<batch).map { index in
            let own = index * latentSize..<(index + 1) * latentSize
            let latent = Latent(mean: Array(means[own]), logVariance: Array(logVariances[own]))
            guard (means[own] + logVariances[own]).allSatisfy(\.isFinite) else {
                throw InferenceError.numericalFailure(detail: "the latent of drawing \(index) (counted from 0)")
            }
            return latent
        }
    }
}
