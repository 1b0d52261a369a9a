import SketchFormats

/// A model of a PyTorch port of sketch-rnn, converted to the original checkpoint's names and layout.
///
/// The known ports are Pytorch-Sketch-RNN (github.com/alexis-jacq) with its descendants, and labml.ai's. Both are LSTM
/// models whose decoder reads the row and then z, and starts at tanh of a layer of z that gives h and then c.
struct PortWeights: Sendable {
    /// The files' names, joined.
    let name: String
    /// In the order of `ModelConfiguration.tensorShapes`.
    let entries: [WeightFile.Entry]
    /// The module and layer names that were recognised.
    let label: String
    private let tensors: [String: Tensor]

    /// Whether a state dict has a layer of a known port.
    static func recognises(_ dict: StateDict) -> Bool {
        !PortModule.all(PortModule.encoder, in: [dict]).isEmpty || !PortModule.all(PortModule.decoder, in: [dict]).isEmpty
    }

    /// - Parameter dicts: one with both modules, or two with one each, in any order.
    /// - Throws: `InferenceError.notASketchModel` for tensors that are not those of a known port, and for facts that they do
    ///   not state; `.malformedFile`.
    init(_ dicts: [StateDict], options: PortOptions) throws {
        let encoders = PortModule.all(PortModule.encoder, in: dicts)
        let decoders = PortModule.all(PortModule.decoder, in: dicts)
        let files = dicts.map(\.name).joined(separator: " and ")
        func refuse(_ detail: String) -> InferenceError { .notASketchModel(file: files, detail: detail) }
        for (modules, what) in [(encoders, "encoder"), (decoders, "decoder")] where modules.count > 1 {
            let places = modules.map { "\($0.prefix)\($0.mark)" }.joined(separator: ", ")
            throw refuse("the tensors contain more than one \(what) (\(places))")
        }
        guard let decoder = decoders.first else {
            if !encoders.isEmpty, dicts.count > 1 {
                throw refuse("they contain an encoder, but no decoder of a known port (fc_hc, lstm, fc_params or mixtures)")
            }
            guard encoders.isEmpty else { throw InferenceError.halfModel(file: files, missing: .decoder) }
            let names = dicts.flatMap(\.entries).prefix(3).map(\.name).joined(separator: ", ")
            throw refuse(
                names.isEmpty
                    ? "it is a PyTorch file (a zip archive of a pickle) without tensors"
                    : "its tensors (\(names), ...) are not those of a known PyTorch port (lstm.weight_ih_l0, fc_mu, fc_sigma, "
                        + "fc_hc, fc_params)")
        }
        let initial = decoder.layer(["fc_hc", "init_state"])
        if encoders.isEmpty, initial != nil { throw InferenceError.halfModel(file: files, missing: .encoder) }
        guard encoders.isEmpty || initial != nil else {
            throw refuse("its decoder has no layer for the initial state (fc_hc or init_state)")
        }
        var builder = PortBuilder(options: options)
        if let encoder = encoders.first { try builder.add(encoder: encoder) }
        try builder.add(decoder: decoder, initial: initial)
        // A module that contains both roles has the tensors of both.
        var known = decoder.tensors(PortModule.decoder, directions: [""])
        if let encoder = encoders.first {
            var own = encoder.tensors(PortModule.encoder, directions: ["", "_reverse"])
            if encoder.dict.name == decoder.dict.name, encoder.prefix == decoder.prefix {
                own.formUnion(known)
                known = own
            }
            try encoder.check(own)
        }
        try decoder.check(known)
        name = files
        tensors = builder.tensors
        entries = builder.entries
        label = (encoders + decoders).map { "\($0.prefix)\($0.recurrent), \($0.prefix)\($0.mark)" }.joined(separator: "; ")
    }
}

extension PortWeights: TensorSource {
    func tensor(_ name: String) throws -> Tensor {
        guard let tensor = tensors[name] else { throw InferenceError.missingTensor(file: self.name, name: name) }
        return tensor
    }
}

/// Converts the modules of a port one by one.
private struct PortBuilder {
    let options: PortOptions
    private(set) var tensors: [String: Tensor] = [:]
    private(set) var entries: [WeightFile.Entry] = []
    /// Z of the encoder; nil before it is added.
    private var latentSize: Int?

    init(options: PortOptions) { self.options = options }

    private mutating func add(_ name: String, _ tensor: Tensor) {
        tensors["vector_rnn/" + name] = tensor
        entries.append(WeightFile.Entry(name: "vector_rnn/" + name, shape: tensor.shape, type: "F32"))
    }

    private mutating func add(_ folder: String, _ cell: (input: Tensor, hidden: Tensor, bias: Tensor)) {
        add(folder + "/LSTMCell/W_xh", cell.input)
        add(folder + "/LSTMCell/W_hh", cell.hidden)
        add(folder + "/LSTMCell/bias", cell.bias)
    }

    /// The hidden size of a module's recurrent layer.
    private func size(_ module: PortModule, inputs: Int?) throws -> Int {
        let name = module.recurrent
        let hidden = try module.matrix("\(name).weight_hh_l0")
        guard hidden.in > 0, hidden.out == 4 * hidden.in else {
            throw module.refuse(
                "its recurrent layer \(module.prefix)\(name) is not an LSTM: weight_hh_l0 is [\(hidden.out), \(hidden.in)]")
        }
        let found = try module.matrix("\(name).weight_ih_l0").in
        if let inputs, found != inputs {
            throw module.refuse(
                "its \(module.prefix)\(name) reads \(found) numbers per step; a sketch-rnn of these sizes reads \(inputs)")
        }
        return hidden.in
    }

    mutating func add(encoder: PortModule) throws {
        let size = try size(encoder, inputs: 5)
        guard encoder.dict.shape("\(encoder.prefix)\(encoder.recurrent).weight_hh_l0_reverse") != nil else {
            throw encoder.refuse("its encoder is not bidirectional")
        }
        let heads = encoder.mark == "fc_mu" ? ("fc_mu", "fc_sigma") : ("mu_head", "sigma_head")
        let z = try encoder.matrix(heads.0 + ".weight").out
        for (direction, folder) in [("", "fw"), ("_reverse", "bw")] {
            add("ENC_RNN/" + folder, try encoder.cell(size: size, direction: direction, inputs: Array(0..<5)))
        }
        for (head, folder) in [(heads.0, "ENC_RNN_mu"), (heads.1, "ENC_RNN_sigma")] {
            let layer = try encoder.linear(head, inputs: 2 * size, source: Array(0..<z))
            add(folder + "/super_linear_w", layer.weights)
            add(folder + "/super_linear_b", layer.bias)
        }
        latentSize = z
    }

    mutating func add(decoder: PortModule, initial: String?) throws {
        let z = latentSize ?? 0
        let size = try size(decoder, inputs: 5 + z)
        // The cell's input is the row and then z.
        let row = options.isLatentFirst ? z..<z + 5 : 0..<5
        let latent = options.isLatentFirst ? 0..<z : 5..<5 + z
        add("RNN", try decoder.cell(size: size, direction: "", inputs: Array(row) + Array(latent)))
        if let initial {
            // PyTorch's layer gives h and then c; the packed state of this cell is c and then h.
            let layer = try decoder.linear(initial, inputs: z, source: Array(size..<2 * size) + Array(0..<size))
            add("linear/super_linear_w", layer.weights)
            add("linear/super_linear_b", layer.bias)
        }
        try addOutput(decoder, size: size)
    }

    /// The output layer: this package's order is the three pen states, then six blocks of M.
    private mutating func addOutput(_ decoder: PortModule, size: Int) throws {
        let mark = decoder.mark
        let rows = try decoder.matrix(mark + ".weight").out
        let isSplit = decoder.layer(["q_head"]) != nil
        let pens = isSplit ? 0 : 3
        guard rows > pens, (rows - pens).isMultiple(of: 6) else {
            throw decoder.refuse(
                "its \(decoder.prefix)\(mark) has \(rows) outputs; a sketch-rnn has 6 per mixture component"
                    + (isSplit ? "" : " and 3 for the pen"))
        }
        let count = (rows - pens) / 6
        guard let layout = options.mixtureLayout ?? Self.layout(mark, isSplit: isSplit) else {
            throw InferenceError.unknownMixtureLayout(file: decoder.dict.name, tensor: decoder.prefix + mark)
        }
        let mixture = (0..<6).flatMap { parameter in
            (0..<count).map { layout == .interleaved ? 6 * $0 + parameter : parameter * count + $0 }
        }
        var output = try decoder.linear(mark, inputs: size, source: (isSplit ? [] : Array(rows - 3..<rows)) + mixture)
        if isSplit {
            let pen = try decoder.linear("q_head", inputs: size, source: [0, 1, 2])
            var joined = Tensor(zeros: [size, 3 + rows])
            for unit in 0..<size {
                joined.values.replaceSubrange(
                    unit * (3 + rows)..<(unit + 1) * (3 + rows),
                    with: pen.weights.values[unit * 3..<unit * 3 + 3]
                        + output.weights.values[unit * rows..<(unit + 1) * rows])
            }
            output = (joined, Tensor(shape: [3 + rows], values: pen.bias.values + output.bias.values))
        }
        add("RNN/output_w", output.weights)
        add("RNN/output_b", output.bias)
    }

    /// The layout of the known port with this output layer; nil for a name that ports use with either.
    private static func layout(_ mark: String, isSplit: Bool) -> PortOptions.MixtureLayout? {
        switch mark {
        case "fc_params" where !isSplit: .interleaved
        case "mixtures" where isSplit: .blocks
        default: nil
        }
    }
}
