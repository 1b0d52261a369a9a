/// The names of one half of a port, an encoder or a decoder, in a state dict.
struct PortModule {
    /// The names of one role's layers in the known ports.
    struct Names {
        let recurrent: [String]
        /// The layer that a module of this role has and the other has not.
        let marks: [String]
        let heads: [String]
    }

    /// `lstm`, `fc_mu`, `fc_sigma`: Pytorch-Sketch-RNN and its descendants. `mu_head`, `sigma_head`: labml.ai.
    static let encoder = Names(
        recurrent: ["lstm", "encoder_rnn", "rnn"], marks: ["fc_mu", "mu_head"], heads: ["fc_sigma", "sigma_head"])
    static let decoder = Names(
        recurrent: ["lstm", "decoder_rnn", "rnn"], marks: ["fc_params", "fc_y", "mixtures"],
        heads: ["fc_hc", "init_state", "q_head"])

    let dict: StateDict
    /// What precedes the layers' names, for example `module.encoder.`.
    let prefix: String
    let recurrent: String
    /// The layer of `Names.marks` that it has.
    let mark: String

    /// The modules of a role in the state dicts.
    static func all(_ names: Names, in dicts: [StateDict]) -> [PortModule] {
        dicts.flatMap { dict in
            names.marks.flatMap { mark in
                dict.entries.compactMap { entry -> PortModule? in
                    let ending = mark + ".weight"
                    guard entry.name == ending || entry.name.hasSuffix("." + ending) else { return nil }
                    let prefix = String(entry.name.dropLast(ending.count))
                    let recurrent = names.recurrent.first { dict.shape("\(prefix)\($0).weight_hh_l0") != nil }
                    return PortModule(dict: dict, prefix: prefix, recurrent: recurrent ?? names.recurrent[0], mark: mark)
                }
            }
        }
    }

    func refuse(_ detail: String) -> InferenceError { .notASketchModel(file: dict.name, detail: detail) }

    /// The name of the layer that the module has of several; nil for none.
    func layer(_ names: [String]) -> String? { names.first { dict.shape("\(prefix)\($0).weight") != nil } }

    /// A tensor's values, after its shape is checked.
    ///
    /// - Throws: `InferenceError`.
    func values(_ name: String, _ shape: [Int]) throws -> [Float] {
        guard let found = dict.shape(prefix + name) else { throw refuse("it has no tensor \(prefix)\(name)") }
        guard found == shape else { throw refuse("its tensor \(prefix)\(name) has the shape \(found), not \(shape)") }
        return try dict.values(prefix + name)
    }

    /// The shape of a matrix [out, in].
    ///
    /// - Throws: `InferenceError`.
    func matrix(_ name: String) throws -> (out: Int, in: Int) {
        guard let shape = dict.shape(prefix + name) else { throw refuse("it has no tensor \(prefix)\(name)") }
        guard shape.count == 2 else { throw refuse("its tensor \(prefix)\(name) has the shape \(shape), not that of a matrix") }
        return (shape[0], shape[1])
    }

    /// A bias, or zeros for a layer without one.
    ///
    /// - Throws: `InferenceError`.
    func bias(_ name: String, _ count: Int) throws -> [Float] {
        dict.shape(prefix + name) == nil ? [Float](repeating: 0, count: count) : try values(name, [count])
    }

    /// A layer's weights [in, out] and bias, its outputs in the order that `source` gives.
    ///
    /// - Parameter source: the row in PyTorch's matrix of each output.
    /// - Throws: `InferenceError`.
    func linear(_ name: String, inputs: Int, source: [Int]) throws -> (weights: Tensor, bias: Tensor) {
        let rows = try values(name + ".weight", [source.count, inputs])
        let bias = try bias(name + ".bias", source.count)
        return (
            Self.transposed(rows, inputs: Array(0..<inputs), outputs: source),
            Tensor(shape: [source.count], values: source.map { bias[$0] })
        )
    }

    /// A matrix [in, out] of PyTorch's rows [out, in], with both axes in another order.
    static func transposed(_ rows: [Float], inputs: [Int], outputs: [Int]) -> Tensor {
        var tensor = Tensor(zeros: [inputs.count, outputs.count])
        for (row, input) in inputs.enumerated() {
            for (column, output) in outputs.enumerated() {
                tensor.values[row * outputs.count + column] = rows[output * inputs.count + input]
            }
        }
        return tensor
    }

    /// The tensors of an LSTM as this package's cell has them.
    ///
    /// PyTorch's gates are i, f, g, o with two biases; the cell's are i, j, f, o with one, and it adds 1 to f.
    ///
    /// - Parameters:
    ///   - direction: the ending of the names: empty, or `_reverse`.
    ///   - inputs: the column in PyTorch's matrix of each input.
    /// - Throws: `InferenceError`.
    func cell(size: Int, direction: String, inputs: [Int]) throws -> (input: Tensor, hidden: Tensor, bias: Tensor) {
        let gates = [0, 2, 1, 3].flatMap { $0 * size..<($0 + 1) * size }
        let name = recurrent
        let input = try values("\(name).weight_ih_l0\(direction)", [4 * size, inputs.count])
        let hidden = try values("\(name).weight_hh_l0\(direction)", [4 * size, size])
        let first = try bias("\(name).bias_ih_l0\(direction)", 4 * size)
        let second = try bias("\(name).bias_hh_l0\(direction)", 4 * size)
        let bias = gates.map { gate in
            Float(Double(first[gate]) + Double(second[gate]) - ((size..<2 * size).contains(gate) ? 1 : 0))
        }
        return (
            Self.transposed(input, inputs: inputs, outputs: gates),
            Self.transposed(hidden, inputs: Array(0..<size), outputs: gates),
            Tensor(shape: [4 * size], values: bias)
        )
    }

    /// The module's tensors, by name without the prefix.
    ///
    /// - Parameter directions: the endings of the recurrent layer's names.
    func tensors(_ names: Names, directions: [String]) -> Set<String> {
        let parts = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"]
        return Set(
            directions.flatMap { direction in parts.map { "\(recurrent).\($0)\(direction)" } }
                + (names.marks + names.heads).flatMap { ["\($0).weight", "\($0).bias"] })
    }

    /// Checks that the tensors under the module's prefix are those given: a further layer would make another model.
    ///
    /// - Throws: `InferenceError.notASketchModel`.
    func check(_ known: Set<String>) throws {
        for entry in dict.entries where entry.name.hasPrefix(prefix) {
            let own = String(entry.name.dropFirst(prefix.count))
            guard !known.contains(own) else { continue }
            if own.contains("_l1") { throw refuse("its LSTM has more than one layer (\(entry.name))") }
            throw refuse("its tensor \(entry.name) belongs to a layer that a sketch-rnn does not have")
        }
    }
}
