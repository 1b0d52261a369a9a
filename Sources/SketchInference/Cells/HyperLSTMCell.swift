import CSketchKernels

/// The HyperLSTM of the original (Ha, Dai & Le 2016, arXiv 1609.09106), state packed
/// [h || hyper_h || c || hyper_c], S = 2 (n + U).
///
/// A small layer-normalised LSTM sees x || z || h; from its output come, by way of V numbers each, the
/// scales of every gate's input and recurrent products and a shift:
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
    /// The rows of the small cell's W_xh that h meets, and its own W_hh.
    private let smallFromMain: PackedLayer
    private let smallRecurrent: PackedLayer
    private let smallGates: NormalizedGates
    /// hyper_h' to all twelve embeddings, [U, 12 V].
    private let embeddings: PackedLayer
    /// Each embedding to n numbers: scales of x for i, j, f, o, scales of h, shifts.
    private let spreads: [PackedLayer]

    /// Throws `InferenceError.missingTensor`.
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

        let ways = [("x", "zw", "alpha"), ("h", "zw", "alpha"), ("h", "zb", "beta")].flatMap { side, z, spread in
            ["i", "j", "f", "o"].map { gate in (hyper: "hyper_\(gate)\(side)", z: z, spread: spread) }
        }
        spreads = try ways.map { way in
            PackedLayer(weights: try tensor("\(way.hyper)/\(way.spread)/super_linear_w"), bias: nil)
        }
        let maps = try ways.map { way in
            (
                weights: try tensor("\(way.hyper)/\(way.z)/super_linear_w"),
                bias: way.z == "zw" ? try tensor("\(way.hyper)/zw/super_linear_b") : nil
            )
        }
        embeddings = Self.joined(maps, units: units)
    }

    /// Maps with the same input side by side as one.
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
    var scratchSize: Int { 4 * size + embeddings.outputSize + spreads.count * size }

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
        let (main, ways) = (4 * n, spreads.count * n)
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
        for (index, spread) in spreads.enumerated() {
            spread.apply(
                z + index * spread.inputSize, inputStride: embeddings.outputSize, batch: batch,
                to: scales + index * n, outputStride: ways)
        }
        mainRecurrent.apply(
            state, inputStride: stateSize, batch: batch, to: ah, outputStride: main, descending: descending)
        for row in 0..<batch {
            let own = state + row * stateSize
            let gates = projected + row * projectedSize
            sk_hyper_scale(
                gates, ah + row * main, scales + row * ways, bias.base, Int32(main), gates)
            mainGates.apply(gates, c: own + n + u, h: own)
        }
    }
}
