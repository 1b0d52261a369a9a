/// Settings of a training that a table of descriptors describes. Their range checks, and their JSON by the settings' names,
/// follow from the table.
public protocol TrainingSettings: Codable, Hashable, Sendable {
    /// Every default.
    init()

    /// Every setting.
    static var descriptors: [SettingDescriptor<Self>] { get }
}

extension TrainingSettings {
    /// - Throws: `TrainingError.outOfRange` for the first setting outside its range.
    public func validate() throws {
        for descriptor in Self.descriptors { try descriptor.validate(self) }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: SettingKey.self)
        for descriptor in Self.descriptors { try descriptor.encode(self, to: &values) }
    }

    /// A setting that the file lacks gets its default.
    public init(from decoder: any Decoder) throws {
        self.init()
        let values = try decoder.container(keyedBy: SettingKey.self)
        for descriptor in Self.descriptors { try descriptor.decode(&self, from: values) }
    }
}
