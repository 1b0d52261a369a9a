import SketchSupport

/// A default that the user states for an option.
struct OptionDefault: Sendable {
    /// The values as they are typed: one for each occurrence of the option, empty for a flag.
    let texts: [String]
    /// What states it: a variable's name, or a file and its keys.
    let source: String

    /// - Parameter node: the value of the configuration file, or the text of a variable.
    /// - Throws: `UsageError`, which names the source, for a value that the option cannot have.
    init<Job: StudioJob>(_ node: JSONNode, of option: JobOption<Job>, in source: String) throws {
        self.source = source
        switch (option.kind, node) {
        case (.flag, _):
            guard let isOn = Self.boolean(node) else { throw UsageError("\(source): must be true or false.") }
            texts = isOn ? [""] : []
        case (.values, .array(let nodes)): texts = try nodes.map { try Self.text($0, source) }
        default: texts = [try Self.text(node, source)]
        }
        var job = Job()
        try job.set(option, to: self)
    }

    private static func boolean(_ node: JSONNode) -> Bool? {
        switch node {
        case .boolean(let isOn): return isOn
        case .string(let text):
            let text = text.lowercased()
            return ["1", "true", "yes"].contains(text) ? true : ["0", "false", "no"].contains(text) ? false : nil
        default: return nil
        }
    }

    private static func text(_ node: JSONNode, _ source: String) throws -> String {
        switch node {
        case .string(let text): return text
        case .integer(let number): return String(number)
        case .double(let number): return JSONValue.double(number).text
        default: throw UsageError("\(source): must be a text or a number.")
        }
    }
}

extension StudioJob {
    /// The options that can have a default of the user's: not those that name files to write or let a file be replaced, nor the
    /// format where an argument names the output. The format of a sheet is one of them.
    static var defaultable: [JobOption<Self>] {
        let own = options.all.filter {
            !$0.isWritten && $0.name != "force" && ($0.name != "format" || manual.output != nil)
        }
        guard formatOption == "format", self is any SheetJob.Type else { return own }
        let formats = Self().outputExtensions ?? []
        let format = JobOption<Self>.value(
            "format", \.outputOptions.format, valueName: "format", help: "Output format.",
            parse: { text in
                guard formats.contains(text) else { throw OptionRefusal("must be one of " + formats.joined(separator: ", ")) }
                return text
            }, text: { $0 })
        return own + [format]
    }

    /// The names of options that can have a default, also the former ones.
    static var defaultableNames: [String] { defaultable.flatMap { [$0.name] + $0.aliases } }

    /// Whether an option can have a value of the configuration file.
    static func accepts(_ node: JSONNode, as name: String) -> Bool {
        defaultable.contains { option in
            (option.name == name || option.aliases.contains(name)) && (try? OptionDefault(node, of: option, in: "")) != nil
        }
    }

    /// Gives an option the user's default.
    ///
    /// - Throws: `UsageError`, which names the default's source.
    mutating func set(_ option: JobOption<Self>, to value: OptionDefault) throws {
        for text in value.texts {
            do { try option.read(&self, text) } catch let refusal as OptionRefusal {
                throw UsageError("\(value.source): '\(text)' \(refusal.reason).")
            }
        }
    }
}
