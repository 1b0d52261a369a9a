/// One setting of a training: its names, its documentation, its default and range, and its place in `Settings`.
///
/// Validation, hparams text, the JSON of checkpoints and the options of a command line follow from the tables of
/// descriptors, `Hyperparameter.all` and `ClassifierHyperparameter.all`. The keys and ranges of a model's sizes are those of
/// `ModelConfiguration`, which model files share.
public struct SettingDescriptor<Settings: Sendable>: Sendable {
    /// The values that a setting can have.
    public enum Kind: Hashable, Sendable {
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case choice([String])
        /// A switch; an option without a value sets it to the given state.
        case flag(setsTo: Bool)
        /// Any `UInt64`.
        case seed
    }

    /// A heading under which settings are listed.
    public enum Group: String, Hashable, Sendable, CaseIterable {
        case model = "Model"
        case optimisation = "Optimisation"
        case kl = "KL loss"
        case regularisation = "Regularisation and augmentation"
        case run = "Run"
    }

    /// The hyperparameter's name: the original program's where it has one, and the key in JSON (`learning_rate`).
    public let name: String
    /// The name of its command-line option, without dashes (`learning-rate`).
    public let option: String
    public let group: Group
    /// One line for help, without a full stop.
    public let summary: String
    /// A placeholder for its value in help (`n`, `x`, `cell`); nil for flags.
    public let valueName: String?
    /// Whether it is one of the few that are usually set.
    public let isCommon: Bool
    public let kind: Kind
    /// The default as text.
    public let defaultText: String

    private let read: @Sendable (Settings) -> String
    private let write: @Sendable (String, inout Settings) -> Bool
    private let form: String
    private let number: @Sendable (Settings) -> Double?
    private let encode: @Sendable (Settings, inout KeyedEncodingContainer<SettingKey>) throws -> Void
    private let decode: @Sendable (inout Settings, KeyedDecodingContainer<SettingKey>) throws -> Void

    /// - Parameters:
    ///   - option: the option's name if it is not `name` with dashes.
    ///   - defaults: settings with every default.
    init<Value: SettingValue>(
        _ name: String, _ path: WritableKeyPath<Settings, Value> & Sendable, _ kind: Kind, _ group: Group,
        _ summary: String, option: String? = nil, valueName: String? = nil, isCommon: Bool = false, defaults: Settings
    ) {
        self.name = name
        self.option = option ?? String(name.map { $0 == "_" ? "-" : $0 })
        self.group = group
        self.summary = summary
        self.isCommon = isCommon
        self.kind = kind
        self.valueName = valueName ?? kind.valueName
        defaultText = defaults[keyPath: path].settingText
        form = Value.settingForm
        read = { $0[keyPath: path].settingText }
        write = { text, settings in
            guard let value = Value(settingText: text) else { return false }
            settings[keyPath: path] = value
            return true
        }
        number = { settings in
            switch settings[keyPath: path] {
            case let value as Int: Double(value)
            case let value as Double: value
            default: nil
            }
        }
        encode = { try $1.encode($0[keyPath: path], forKey: SettingKey(name)) }
        decode = { settings, values in
            if let value = try values.decodeIfPresent(Value.self, forKey: SettingKey(name)) {
                settings[keyPath: path] = value
            }
        }
    }

    /// The setting's present value as text, in the form that `set` reads.
    public func text(of settings: Settings) -> String { read(settings) }

    /// Sets it from text. The range is checked by `validate`.
    /// - Throws: `TrainingError.invalidHyperparameter` for text that is not a value of its kind.
    public func set(from text: String, in settings: inout Settings) throws {
        guard write(text, &settings) else {
            throw TrainingError.invalidHyperparameter(
                setting: "\(name)=\(text)", reason: "the value must be \(form)")
        }
    }

    /// - Throws: `TrainingError.outOfRange`.
    public func validate(_ settings: Settings) throws {
        guard let value = number(settings), let range = kind.range else { return }
        guard range.contains(value) else {
            throw TrainingError.outOfRange(
                name: name, value: value, lower: range.lowerBound, upper: range.upperBound)
        }
    }

    func encode(_ settings: Settings, to values: inout KeyedEncodingContainer<SettingKey>) throws {
        try encode(settings, &values)
    }

    /// A key that is absent leaves the setting as it is.
    func decode(_ settings: inout Settings, from values: KeyedDecodingContainer<SettingKey>) throws {
        try decode(&settings, values)
    }
}

extension SettingDescriptor.Kind {
    /// The range of a number, or nil.
    fileprivate var range: ClosedRange<Double>? {
        switch self {
        case .integer(let range): Double(range.lowerBound)...Double(range.upperBound)
        case .number(let range): range
        case .choice, .flag, .seed: nil
        }
    }

    fileprivate var valueName: String? {
        switch self {
        case .integer, .seed: "n"
        case .number: "x"
        case .choice: "name"
        case .flag: nil
        }
    }
}

/// A JSON key by name.
struct SettingKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
}
