import SketchInference

/// Hyperparameters in the original program's own form, `k=v,k=v`.
extension TrainingParameters {
    private static let integers: [String: WritableKeyPath<TrainingParameters, Int> & Sendable] = [
        "num_steps": \.steps,
        "batch_size": \.batchSize,
        "save_every": \.saveEvery,
        "enc_rnn_size": \.model.encoderSize,
        "dec_rnn_size": \.model.decoderSize,
        "z_size": \.model.latentSize,
        "num_mixture": \.model.mixtureCount,
        "max_seq_len": \.model.maxLength,
    ]
    private static let numbers: [String: WritableKeyPath<TrainingParameters, Double> & Sendable] = [
        "learning_rate": \.learningRate,
        "min_learning_rate": \.minimumLearningRate,
        "decay_rate": \.learningRateDecay,
        "kl_weight": \.klWeight,
        "kl_weight_start": \.klWeightStart,
        "kl_decay_rate": \.klDecay,
        "kl_tolerance": \.klTolerance,
        "grad_clip": \.gradientClip,
        "recurrent_dropout_prob": \.recurrentKeep,
        "random_scale_factor": \.randomScale,
        "augment_stroke_prob": \.pointDropping,
    ]
    private static let cells: [String: WritableKeyPath<TrainingParameters, CellKind> & Sendable] = [
        "enc_model": \.model.encoderCell,
        "dec_model": \.model.decoderCell,
    ]

    /// Sets the hyperparameters that `text` names, in order.
    ///
    /// The original's switches are understood: `conditional`, `use_recurrent_dropout`, and
    /// `use_input_dropout` and `use_output_dropout` where they are off.
    ///
    /// - Throws: `TrainingError.badHyperparameter` for an unknown name or a value that is none.
    public mutating func apply(hparams text: String) throws {
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1).map { $0.trimming(" ") }
            guard parts.count == 2 else {
                throw TrainingError.badHyperparameter(pair.trimming(" "), "it is not of the form name=value")
            }
            try set(parts[0], to: parts[1])
        }
    }

    private mutating func set(_ name: String, to value: String) throws {
        func refuse(_ reason: String) -> TrainingError { .badHyperparameter("\(name)=\(value)", reason) }
        func flag() throws -> Bool {
            switch value.lowercased() {
            case "true", "1": return true
            case "false", "0": return false
            default: throw refuse("the value must be true or false")
            }
        }
        if let path = Self.integers[name] {
            guard let number = Int(value) else { throw refuse("the value must be a whole number") }
            self[keyPath: path] = number
        } else if let path = Self.numbers[name] {
            guard let number = Double(value), number.isFinite else { throw refuse("the value must be a number") }
            self[keyPath: path] = number
        } else if let path = Self.cells[name] {
            guard let cell = CellKind(rawValue: value) else {
                throw refuse("the cells are \(CellKind.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            self[keyPath: path] = cell
        } else if name == "conditional" {
            model.isConditional = try flag()
        } else if name == "use_recurrent_dropout" {
            if try !flag() { recurrentKeep = 1 }
        } else if name == "use_input_dropout" || name == "use_output_dropout" {
            if try flag() { throw refuse("dropout of inputs and outputs is not supported; recurrent dropout is") }
        } else {
            let known = (Array(Self.integers.keys) + Self.numbers.keys + Self.cells.keys).sorted()
            throw refuse("there is no such hyperparameter; known are \(known.joined(separator: ", "))")
        }
    }
}

extension Substring {
    fileprivate func trimming(_ character: Character) -> String {
        String(drop { $0 == character }.reversed().drop { $0 == character }.reversed())
    }
}
