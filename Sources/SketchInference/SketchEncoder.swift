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
        let rows = sketches.map { sketch in sketch.rows.prefix { $0.pen != .end } }
        // The longest first: neighbours end nearly together, and no long drawing comes last.
        let order = rows.indices.sorted { (rows[$0].count, $1) > (rows[$1].count, $0) }
        let groups = stride(from: 0, to: order.count, by: Self.groupSize).map {
            order[$0..<min($0 + Self.groupSize, order.count)].map { rows[$0] }
        }
        // One direction of a group is a piece of work by itself: a single drawing keeps two threads busy.
        let pieces = groups.count * directions.count
        let states = Results<FloatBuffer>(count: pieces)
        let queue = WorkQueue(count: pieces)
        Workers.run(threads: min(threads, pieces)) {
            while let piece = queue.take().first {
                let direction = piece % directions.count
                let group = groups[piece / directions.count]
                states.set(piece, .success(run(directions[direction], over: group, isBackward: direction == 1)))
            }
        }
        let hidden = try states.joined()
        var latents = [Latent?](repeating: nil, count: sketches.count)
        for (number, group) in groups.enumerated() {
            let start = number * Self.groupSize
            let own = heads(hidden[number * directions.count..<(number + 1) * directions.count], batch: group.count)
            for (index, latent) in zip(order[start..<start + group.count], own) { latents[index] = latent }
        }
        return try latents.enumerated().map { index, latent in
            guard let latent, latent.mean.allSatisfy(\.isFinite), latent.logVariance?.allSatisfy(\.isFinite) == true
            else {
                throw InferenceError.numericalFailure(detail: "the latent of drawing \(index) (counted from 0)")
            }
            return latent
        }
    }

    /// The most drawings that run in lockstep: a multiple of the kernel's six rows.
    private static let groupSize = 48
    /// Floats of projected input held at a time: of many steps for one drawing, of one step for many.
    private static let projectedLimit = 1 << 16

    /// The last hidden states [B, n] of one direction over drawings ordered by falling length, so that those still
    /// running are always the first ones.
    private func run(
        _ cell: any RecurrentCell, over drawings: [ArraySlice<Stroke5.Row>], isBackward: Bool
    ) -> FloatBuffer {
        let batch = drawings.count
        let longest = drawings.first?.count ?? 0
        let stepLimit = max(1, min(Self.projectedLimit / (batch * cell.projectedSize), longest))
        let input = FloatBuffer(count: stepLimit * batch * 5)
        let projected = FloatBuffer(count: stepLimit * batch * cell.projectedSize)
        let state = FloatBuffer(count: batch * cell.stateSize)
        let scratch = FloatBuffer(count: batch * cell.scratchSize)
        var isDescending = false
        var active = batch
        var counts: [Int] = []
        counts.reserveCapacity(stepLimit)
        for start in stride(from: 0, to: longest, by: stepLimit) {
            counts.removeAll(keepingCapacity: true)
            var filled = 0
            for step in start..<min(start + stepLimit, longest) {
                while active > 0, drawings[active - 1].count <= step { active -= 1 }
                for slot in 0..<active {
                    let own = drawings[slot]
                    let row = isBackward ? own.endIndex - 1 - step : own.startIndex + step
                    own[row].write(to: input.base + (filled + slot) * 5)
                }
                counts.append(active)
                filled += active
            }
            cell.project(input.base, rows: filled, prepared: input.base, to: projected.base)
            var used = 0
            for count in counts {
                cell.step(
                    projected: projected.base + used * cell.projectedSize, batch: count, state: state.base,
                    scratch: scratch.base, descending: isDescending)
                isDescending.toggle()
                used += count
            }
        }
        let hidden = FloatBuffer(uninitialized: batch * cell.size)
        for slot in 0..<batch {
            (hidden.base + slot * cell.size).update(
                from: state.base + slot * cell.stateSize + cell.outputOffset, count: cell.size)
        }
        return hidden
    }

    /// Mean and log-variance from the last hidden states of all directions.
    private func heads(_ hidden: ArraySlice<FloatBuffer>, batch: Int) -> [Latent] {
        let width = directions.reduce(0) { $0 + $1.size }
        let joined = FloatBuffer(uninitialized: batch * width)
        var column = 0
        for (cell, own) in zip(directions, hidden) {
            for slot in 0..<batch {
                (joined.base + slot * width + column).update(from: own.base + slot * cell.size, count: cell.size)
            }
            column += cell.size
        }
        func values(_ head: PackedLayer) -> [Float] {
            let output = FloatBuffer(uninitialized: batch * latentSize)
            head.apply(joined.base, inputStride: width, batch: batch, to: output.base, outputStride: latentSize)
            return output.array(batch * latentSize)
        }
        let (means, logVariances) = (values(meanHead), values(logVarianceHead))
        return (0..<batch).map { index in
            let own = index * latentSize..<(index + 1) * latentSize
            return Latent(mean: Array(means[own]), logVariance: Array(logVariances[own]))
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
