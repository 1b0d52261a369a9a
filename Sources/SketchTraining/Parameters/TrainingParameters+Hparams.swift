/// Hyperparameters in the original program's form, `name=value,name=value`.
extension TrainingParameters {
    /// Sets the hyperparameters that `text` names, in order.
    ///
    /// The original's switches are understood: `use_recurrent_dropout`, and `use_input_dropout` and `use_output_dropout`
    /// if they are off.
    ///
    /// - Throws: `TrainingError.invalidHyperparameter` for an unknown name or a value of the wrong form.
    public mutating func apply(hparams text: String) throws {
        for pair in Self.pairs(in: text) {
            let parts = pair.split(separator: "=", maxSplits: 1).map { Self.trimmed($0) }
            guard parts.count == 2 else {
                throw TrainingError.invalidHyperparameter(
                    setting: Self.trimmed(pair[...]), reason: "it is not of the form name=value")
            }
            try set(parts[0], to: parts[1])
        }
    }

    private mutating func set(_ name: String, to value: String) throws {
        func refuse(_ reason: String) -> TrainingError {
            .invalidHyperparameter(setting: "\(name)=\(value)", reason: reason)
        }
        if let hyperparameter = Hyperparameter.named(name) {
            return try hyperparameter.set(from: value, in: &self)
        }
        switch name {
        case "use_recurrent_dropout", "use_input_dropout", "use_output_dropout":
            guard let isOn = Bool(settingText: value) else { throw refuse("the value must be \(Bool.settingForm)") }
            if name == "use_recurrent_dropout" {
                if !isOn { recurrentKeep = 1 }
            } else if isOn {
                throw refuse("dropout of inputs and outputs is not supported; recurrent dropout is")
            }
        case "data_set":
            throw refuse("the files of drawings are not a hyperparameter here; name them as data")
        default:
            let known = Hyperparameter.all.map(\.name).sorted().joined(separator: ", ")
            throw refuse("it is unknown; the hyperparameters are \(known)")
        }
    }

    /// The parts between commas that are not within brackets.
    private static func pairs(in text: String) -> [String] {
        var (pairs, depth) = ([""], 0)
        for character in text {
            if character == "," && depth == 0 {
                pairs.append("")
                continue
            }
            if character == "[" { depth += 1 }
            if character == "]" { depth -= 1 }
            pairs[pairs.count - 1].append(character)
        }
        return pairs.filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
