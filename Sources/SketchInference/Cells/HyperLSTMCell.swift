import CSketchKernels

/// The HyperLSTM of the original (Ha, Dai & Le 2016, arXiv 1609.09106), with the state packed as
/// [h || hyper_h || c || hyper_c], S = 2 (n + U).
///
/// A small layer-normalised LSTM reads x || z || h. Its output determines, through embeddings of V numbers each, the scales
/// of every gate's input and recurrent products and a shift:
///
///     a_G = sx_G * (x W_xh)_G + sh_G * (h W_hh)_G + shift_G + bias_G,  then as in the layer-normalised cell.
struct HyperLSTMCell: RecurrentCell {
    let size: Int
    /// U.
    private let units: Int
    private let mainInput: InputProjection
    private let mainRecurrent: PackedLayer
    private let mainGates: NormalizedGates
    private let bias: FloatBuffer
    private let smallInput: InputProjection
    /// The rows of the small cell's W_xh that multiply h, and the small cell's W_hh.
    private let smallFromMain: PackedLayer
    private let smallRecurrent: PackedLayer
    private let smallGates: NormalizedGates
    /// hyper_h' to all twelve embeddings, [U, 12 V].
    private let embeddings: PackedLayer
    /// Each embedding to n numbers [V, n]: scales of x for i, j, f, o, scales of h, shifts.
    private let upProjections: [PackedLayer]

    /// One embedding and its projection: the tensors of one gate (i, j, f or o) for one input.
    private struct HyperBranch {
        /// The folder of the tensors, for example `hyper_ix`.
        var folder: String
        /// The embedding, `zw` or `zb`.
        var embedding: String
        /// The projection, `alpha` or `beta`.
        var projection: String
    }

    /// The twelve branches: scales of x, scales of h, shifts.
    private static let branches = [("x", "zw", "alpha"), ("h", "zw", "alpha"), ("h", "zb", "beta")].flatMap { branch in
        ["i", "j", "f", "o"].map { gate in
            HyperBranch(folder: "hyper_\(gate)\(branch.0)", embedding: branch.1, projection: branch.2)
        }
    }

    /// - Throws: `InferenceError.missingTensor`.
    init(model: SketchModel, folder: String, constantSize z: Int) throws {
        func tensor(_ name: String) throws -> Tensor { try model.tensor("\(folder)/\(name)") }
        let recurrent = try tensor("W_hh")
        size = recurrent.shape[0]
        mainInput = InputProjection(weights: try tensor("W_xh"), constantSize: z, bias: nil)
        mainRecurrent = PackedLayer(weights: recurrent, bias: nil)
        mainGates = try NormalizedGates(model: model, folder: folder)
        bias = FloatBuffer(try tensor("bias").values)
        let smallWeights = try tensor("LayerNormLSTMCell/W_xh")
        let smallRecurrentWeights = try tensor("LayerNormLSTMCell/W_hh")
        units = smallRecurrentWeights.shape[0]
        smallInput = InputProjection(weights: smallWeights, constantSize: z, bias: nil)
        smallFromMain = PackedLayer(weights: smallWeights, rows: 5 + z..<5 + z + size, bias: nil)
        smallRecurrent = PackedLayer(weights: smallRecurrentWeights, bias: nil)
        smallGates = try NormalizedGates(model: model, folder: "\(folder)/LayerNormLSTMCell")

        upProjections = try Self.branches.map { branch in
            PackedLayer(weights: try tensor("\(branch.folder)/\(branch.projection)/super_linear_w"), bias: nil)
        }
        let maps = try Self.branches.map { branch in
            (
                weights: try tensor("\(branch.folder)/\(branch.embedding)/super_linear_w"),
                bias: branch.embedding == "zw" ? try tensor("\(branch.folder)/zw/super_linear_b") : nil
            )
        }
        embeddings = Self.joined(maps, units: units)
    }

    /// Layers with the same input as one layer, with their outputs in order.
    private static func joined(_ maps: [(weights: Tensor, bias: Tensor?)], units: Int) -> PackedLayer {
        let v = maps[0].weights.shape[1]
        var weights = Tensor(zeros: [units, maps.count * v])
        var bias = Tensor(zeros: [maps.count * v])
        for (index, map) in maps.enumerated() {
            for unit in 0..<units {
                for k in 0..<v {
                    weights.values[unit * maps.count * v + index * v + k] = map.weights.values[unit * v + k]
                }
            }
            if let own = map.bias {
                for k in 0..<v { bias.values[index * v + k] = own.values[k] }
            }
        }
        return PackedLayer(weights: weights, bias: bias)
    }

    var stateSize: Int { 2 * (size + units) }
    var outputOffset: Int { 0 }
    var constantSize: Int { mainInput.preparedSize + smallInput.preparedSize }
    /// The main cell's x products, then the small cell's.
    var projectedSize: Int { 4 * size + 4 * units }
    /// h products, embeddings, scales.
    var scratchSize: Int { 4 * size + embeddings.outputSize + upProjections.count * size }

    func prepare(constants: UnsafePointer<Float>, batch: Int, to output: UnsafeMutablePointer<Float>) {
        mainInput.prepare(constants, batch: batch, to: output, stride: constantSize)
        smallInput.prepare(
            constants, batch: batch, to: output + mainInput.preparedSize, stride: constantSize)
    }

    func project(
        _ input: UnsafePointer<Float>, rows: Int, prepared: UnsafePointer<Float>,
        to output: UnsafeMutablePointer<Float>
    ) {
        mainInput.apply(
            input, rows: rows, prepared: prepared, preparedStride: constantSize, to: output, stride: projectedSize)
        smallInput.apply(
            input, rows: rows, prepared: prepared + mainInput.preparedSize, preparedStride: constantSize,
            to: output + mainInput.width, stride: projectedSize)
    }

    func step(
        projected: UnsafeMutablePointer<Float>, batch: Int, state: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>, descending: Bool
    ) {
        let (n, u) = (size, units)
        let (main, scaleCount) = (4 * n, upProjections.count * n)
        let a = projected + main
        let ah = scratch
        let z = ah + batch * main
        let scales = z + batch * embeddings.outputSize

        smallFromMain.apply(
            state, inputStride: stateSize, batch: batch, initial: a, initialStride: projectedSize, to: a,
            outputStride: projectedSize, descending: descending)
        smallRecurrent.apply(
            state + n, inputStride: stateSize, batch: batch, initial: a, initialStride: projectedSize, to: a,
            outputStride: projectedSize, descending: descending)
        for row in 0..<batch {
            let own = state + row * stateSize
            smallGates.apply(a + row * projectedSize, c: own + 2 * n + u, h: own + n)
        }
        embeddings.apply(
            state + n, inputStride: stateSize, batch: batch, to: z, outputStride: embeddings.outputSize)
        for (index, layer) in upProjections.enumerated() {
            layer.apply(
                z + index * layer.inputSize, inputStride: embeddings.outputSize, batch: batch,
                to: scales + index * n, outputStride: scaleCount)
        }
        mainRecurrent.apply(
            state, inputStride: stateSize, batch: batch, to: ah, outputStride: main, descending: descending)
        for row in 0..<batch {
            let own = state + row * stateSize
            let gates = projected + row * projectedSize
            sk_hyper_scale(
                gates, ah + row * main, scales + row * scaleCount, bias.base, Int32(main), gates)
            mainGates.apply(gates, c: own + n + u, h: own)
        }
    }
}
