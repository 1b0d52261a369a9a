import SketchInference

/// A type that a setting can have, with its form in text: on a command line and in hparams text.
protocol SettingValue: Codable, Equatable, Sendable {
    /// Nil for text that does not stand for a value.
    init?(settingText: String)
    var settingText: String { get }
    /// What `settingText` has to be, for messages: "a whole number".
    static var settingForm: String { get }
}

extension SettingValue where Self: LosslessStringConvertible {
    var settingText: String { description }
}

extension SettingValue where Self: RawRepresentable & CaseIterable, RawValue == String {
    init?(settingText: String) { self.init(rawValue: settingText) }
    var settingText: String { rawValue }
    static var settingForm: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
}

extension Int: SettingValue {
    init?(settingText: String) { self.init(settingText) }
    static var settingForm: String { "a whole number" }
}

extension UInt64: SettingValue {
    init?(settingText: String) { self.init(settingText) }
    static var settingForm: String { "a whole number of at least 0" }
}

extension Double: SettingValue {
    init?(settingText: String) {
        guard let value = Double(settingText), value.isFinite else { return nil }
        self = value
    }
    var settingText: String { TrainingError.text(self) }
    static var settingForm: String { "a number" }
}

extension Bool: SettingValue {
    init?(settingText: String) {
        switch settingText.lowercased() {
        case "true", "1": self = true
        case "false", "0": self = false
        default: return nil
        }
    }
    static var settingForm: String { "true or false" }
}

extension CellKind: SettingValue {}
extension LearningRateSchedule: SettingValue {}
extension ProductPrecision: SettingValue {
    static let automaticText = "auto"

    init?(settingText: String) {
        guard let value = settingText == Self.automaticText ? .automatic : Self(rawValue: settingText) else { return nil }
        self = value
    }
}
