import SketchTraining

extension JobOption {
    /// The option of a setting in a table of `SketchTraining`.
    ///
    /// - Parameters:
    ///   - defaults: settings that the text is tried on.
    ///   - set: stores a text in the job.
    ///   - text: the job's text, or nil for the default.
    static func setting<Settings>(
        _ setting: SettingDescriptor<Settings>, defaults: Settings,
        set: @escaping @Sendable (inout Root, String) throws -> Void, text: @escaping @Sendable (Root) -> String?
    ) -> JobOption {
        var (kind, choices, flagText) = (OptionKind.value, [String](), "")
        switch setting.kind {
        case .choice(let values): choices = values
        case .flag(let state): (kind, flagText) = (.flag, "\(state)")
        case .integer, .number, .seed: break
        }
        let isFlag = kind == .flag
        let presence = flagText
        return JobOption(
            name: setting.option, kind: kind, valueName: setting.valueName ?? "", help: setting.summary + ".",
            choices: choices, recording: .never, settingKey: nil,
            read: { root, text in
                var trial = defaults
                let value = isFlag ? presence : text
                do {
                    try setting.set(from: value, in: &trial)
                    try setting.validate(trial)
                } catch TrainingError.outOfRange(_, _, let lower, let upper) {
                    throw OptionRefusal("must be from \(lower.plainText) to \(upper.plainText)")
                } catch TrainingError.invalidHyperparameter(_, let reason) {
                    throw OptionRefusal(reason.replacing("the value must be", with: "must be"))
                }
                try set(&root, value)
            },
            write: { root in
                let value = text(root)
                return isFlag ? (value == presence ? [""] : []) : [value ?? setting.defaultText]
            },
            setting: { _ in nil })
    }
}
