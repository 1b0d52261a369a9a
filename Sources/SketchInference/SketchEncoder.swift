import SketchData

/// The encoder of a conditional model: a bidirectional recurrent network over a drawing's rows, whose two
/// last hidden states give the mean and the log-variance of z (Ha & Eck, section 3.2, equations 1-2).
///
/// Immutable after `init`, which packs the weights; one value serves any number of threads.
public struct SketchEncoder: Sendable {
    /// Z, the number of latent values.
    public let latentSize: Int
    private let directions: [any RecurrentCell]
    private let meanHead: PackedLayer
    private let logVarianceHead: PackedLayer

    /// Throws `InferenceError.noEncoder` for a decoder-only model, else as `SketchModel.validate`.
    public init(_ model: SketchModel) throws {
        guard model.configuration.isConditional else { throw InferenceError.noEncoder }
        try model.validate()
        latentSize = model.configuration.latentSize
        directions = try ["fw", "bw"].map {
            try model.configuration.encoderCell.makeCell(
                model: model, prefix: "vector_rnn/ENC_RNN/\($0)", constantSize: 0)
        }
        func head(_ name: String) throws -> PackedLayer {
            PackedLayer(
                weights: try model.tensor("vector_rnn/\(name)/super_linear_w"),
                bias: try model.tensor("vector_rnn/\(name)/super_linear_b"))
        }
        meanHead = try head("ENC_RNN_mu")
        logVarianceHead = try head("ENC_RNN_sigma")
    }

    /// Encodes drawings, each as if it were alone.
    ///
    /// - Parameters:
    ///   - sketches: rows in model units (pixels divided by the model's scale factor), without a start token.
    ///     Rows from the first end row on are not read. Any length is accepted; an empty drawing
    ///     gives the heads' biases.
    ///   - threads: at most this many; the result does not depend on it.
    /// - Returns: a latent with its log-variance for each drawing, in order.
    ///
    /// Throws `InferenceError.numericalFailure` if a result is not finite.
    public func encode(_ sketches: [Stroke5], threads: Int = Threads.automatic) throws -> [Latent] {
        try Lockstep.map(count: sketches.count, threads: threads) { range in
            try encodeGroup(Array(sketches[range]), first: range.lowerBound)
        }
    }

    /// One group in lockstep. Rows are ordered by falling length, so that those still running are always
    /// the first ones.
    private func encodeGroup(_ sketches: [Stroke5], first: Int) throws -> [Latent] {
        let batch = sketches.count
        let rows = sketches.map { sketch in sketch.rows.prefix { $0.pen != .end } }
        let order = rows.indices.sorted { (rows[$0].count, $1) > (rows[$1].count, $0) }
        let longest = order.first.map { rows[$0].count } ?? 0
        let hidden = directions.reduce(0) { $0 + $1.size }
        let concatenated = FloatBuffer(count: batch * hidden)
        let input = FloatBuffer(count: batch * 5)
        var column = 0
        for (direction, cell) in directions.enumerated() {
            let state = FloatBuffer(count: batch * cell.stateSize)
            let scratch = FloatBuffer(count: batch * cell.scratchSize)
            var active = batch
            for step in 0..<longest {
                while active > 0, rows[order[active - 1]].count <= step { active -= 1 }
                for slot in 0..<active {
                    let own = rows[order[slot]]
                    own[direction == 0 ? step : own.count - 1 - step].write(to: input.base + slot * 5)
                }
                cell.step(
                    input: input.base, inputStride: 5, batch: active, prepared: input.base,
                    state: state.base, scratch: scratch.base)
            }
            for slot in 0..<batch {
                (concatenated.base + order[slot] * hidden + column).update(
                    from: state.base + slot * cell.stateSize + cell.outputOffset, count: cell.size)
            }
            column += cell.size
        }
        let mean = FloatBuffer(count: batch * latentSize)
        let logVariance = FloatBuffer(count: batch * latentSize)
        for (head, output) in [(meanHead, mean), (logVarianceHead, logVariance)] {
            head.apply(
                concatenated.base, inputStride: hidden, batch: batch, to: output.base,
                outputStride: latentSize)
        }
        let means = mean.array(batch * latentSize)
        let logVariances = logVariance.array(batch * latentSize)
        return try (0..<batch).map { index in
            let range = index * latentSize..<(index + 1) * latentSize
            let latent = Latent(mean: Array(means[range]), logVariance: Array(logVariances[range]))
            guard (means[range] + logVariances[range]).allSatisfy(\.isFinite) else {
                throw InferenceError.numericalFailure(
                    detail: "the latent of drawing \(first + index) (counted from 0)")
            }
            return latent
        }
    }
}

extension Stroke5.Row {
    /// Writes the row's five values, one-hot pen last, to `target`.
    func write(to target: UnsafeMutablePointer<Float>) {
        target[0] = dx
        target[1] = dy
        target[2] = pen == .down ? 1 : 0
        target[3] = pen == .up ? 1 : 0
        target[4] = pen == .end ? 1 : 0
    }
}
