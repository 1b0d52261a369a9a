import SketchRendering

/// The kinds of options that jobs have.
extension JobOption {
    /// A number within a range.
    public static func number<Number: OptionNumber>(
        _ name: String, _ path: any WritableKeyPath<Root, Number> & Sendable, in range: ClosedRange<Number>,
        valueName: String = "n", help: String
    ) -> JobOption {
        JobOption(
            name: name, kind: .value, valueName: valueName, help: help, settingKey: key(name),
            read: { $0[keyPath: path] = try Number.read($1, in: range) }, write: { [$0[keyPath: path].plainText] },
            setting: { $0[keyPath: path].setting })
    }

    /// A number within a range, or none.
    public static func number<Number: OptionNumber>(
        _ name: String, _ path: any WritableKeyPath<Root, Number?> & Sendable, in range: ClosedRange<Number>,
        valueName: String = "n", help: String
    ) -> JobOption {
        JobOption(
            name: name, kind: .value, valueName: valueName, help: help, settingKey: key(name),
            read: { $0[keyPath: path] = try Number.read($1, in: range) },
            write: { $0[keyPath: path].map { [$0.plainText] } ?? [] }, setting: { $0[keyPath: path]?.setting })
    }

    /// One of a few words.
    public static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String, _ path: any WritableKeyPath<Root, Choice> & Sendable, valueName: String, help: String,
        parse: @escaping @Sendable (String) -> Choice? = { Choice(rawValue: $0) }
    ) -> JobOption {
        JobOption(
            name: name, kind: .value, valueName: valueName, help: help, choices: Choice.allCases.map(\.rawValue),
            settingKey: key(name), read: { $0[keyPath: path] = try chosen($1, parse) },
            write: { [$0[keyPath: path].rawValue] }, setting: { .text($0[keyPath: path].rawValue) })
    }

    /// One of a few words, or none.
    public static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String, _ path: any WritableKeyPath<Root, Choice?> & Sendable, valueName: String, help: String,
        parse: @escaping @Sendable (String) -> Choice? = { Choice(rawValue: $0) }
    ) -> JobOption {
        JobOption(
            name: name, kind: .value, valueName: valueName, help: help, choices: Choice.allCases.map(\.rawValue),
            settingKey: key(name), read: { $0[keyPath: path] = try chosen($1, parse) },
            write: { $0[keyPath: path].map { [$0.rawValue] } ?? [] },
            setting: { ($0[keyPath: path]?.rawValue).map(RecipeValue.text) })
    }

    /// A text, or none.
    public static func text(
        _ name: String, _ path: any WritableKeyPath<Root, String?> & Sendable, valueName: String, help: String
    ) -> JobOption {
        JobOption(
            name: name, kind: .value, valueName: valueName, help: help, settingKey: key(name),
            read: { $0[keyPath: path] = $1 }, write: { $0[keyPath: path].map { [$0] } ?? [] },
            setting: { $0[keyPath: path].map(RecipeValue.text) })
    }

    /// Any number of texts.
    public static func texts(
        _ name: String, _ path: any WritableKeyPath<Root, [String]> & Sendable, valueName: String, help: String
    ) -> JobOption {
        JobOption(
            name: name, kind: .values, valueName: valueName, help: help, settingKey: nil,
            read: { $0[keyPath: path].append($1) }, write: { $0[keyPath: path] }, setting: { _ in nil })
    }

    /// Present or absent.
    /// - Parameter presence: the value that the flag's presence gives.
    public static func flag(
        _ name: String, _ path: any WritableKeyPath<Root, Bool> & Sendable, presence: Bool = true, help: String
    ) -> JobOption {
        JobOption(
            name: name, kind: .flag, valueName: "", help: help, settingKey: key(name),
            read: { root, _ in root[keyPath: path] = presence }, write: { $0[keyPath: path] == presence ? [""] : [] },
            setting: { .flag($0[keyPath: path]) })
    }

    /// A value with its own reading and writing.
    /// - Parameters:
    ///   - parse: throws `OptionRefusal`.
    ///   - text: nil where the value was not given.
    static func value<Value>(
        _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, valueName: String, help: String,
        parse: @escaping @Sendable (String) throws -> Value, text: @escaping @Sendable (Value) -> String?
    ) -> JobOption {
        JobOption(
            name: name, kind: .value, valueName: valueName, help: help, settingKey: key(name),
            read: { $0[keyPath: path] = try parse($1) }, write: { text($0[keyPath: path]).map { [$0] } ?? [] },
            setting: { text($0[keyPath: path]).map(RecipeValue.text) })
    }

    private static func chosen<Choice: RawRepresentable<String> & CaseIterable>(
        _ text: String, _ parse: (String) -> Choice?
    ) throws -> Choice {
        if let choice = parse(text) ?? Choice.allCases.first(where: { $0.rawValue.lowercased() == text.lowercased() }) {
            return choice
        }
        let words = Choice.allCases.map(\.rawValue)
        let others = words.dropLast().joined(separator: ", ")
        throw OptionRefusal("must be " + (others.isEmpty ? "" : others + " or ") + (words.last ?? ""))
    }

    private static func key(_ name: String) -> String { name.replacing("-", with: "_") }
}

/// Changes to one description.
extension JobOption {
    /// With further names.
    public func named(_ letter: Character? = nil, _ aliases: String...) -> JobOption {
        var copy = self
        copy.letter = letter
        copy.aliases = aliases
        return copy
    }

    /// With earlier names and words for values, which still work.
    func formerly(_ names: String..., values: [String: String] = [:]) -> JobOption {
        var copy = self
        (copy.formerNames, copy.formerValues) = (names, values)
        return copy
    }

    /// With another rule for recipes.
    public func recorded(_ recording: OptionRecording, key: String?) -> JobOption {
        var copy = self
        copy.recording = recording
        copy.settingKey = key
        return copy
    }

    /// As `recorded(_:key:)` with the same key.
    public func recorded(_ recording: OptionRecording) -> JobOption { recorded(recording, key: settingKey) }

    /// With a value that names a file or folder that is written.
    func written() -> JobOption {
        var copy = self
        copy.isWritten = true
        return copy
    }

    /// With the default as help states it.
    func withDefault(_ text: String) -> JobOption {
        var copy = self
        copy.defaultText = text
        return copy
    }
}
