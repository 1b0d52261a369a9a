import SketchRendering

/// One option of a job: its name and help, how its text becomes the job's value, and how the value becomes text and a
/// recipe's setting again. `Root` is the job, or a value that several jobs have in common (see `at`).
///
/// The parser of the command line, the recipe's command and the rerun of a recipe all read this one description.
public struct JobOption<Root>: Sendable {
    /// The long name without dashes; recipes use it.
    public let name: String
    /// Other long names that are accepted.
    public var aliases: [String] = []
    /// Earlier long names, which still work; a message gives the present one, and help omits them.
    var formerNames: [String] = []
    /// Earlier words for values, which still work, with the present ones.
    var formerValues: [String: String] = [:]
    /// The name after a single dash.
    public var letter: Character?
    public let kind: OptionKind
    /// What the help calls the value, such as `n` or `path`.
    public let valueName: String
    /// A sentence without the default.
    public internal(set) var help: String
    /// The default as help states it, where it is not the text of the default value: it depends on other things.
    public internal(set) var defaultText: String?
    /// The values that the help lists, if they are few.
    public var choices: [String] = []
    public var recording: OptionRecording = .always
    /// The key in the recipe's settings; nil records none, as where the recipe has its own field (models, seed).
    public var settingKey: String?
    /// Whether the value names a file or folder that is written.
    var isWritten = false

    /// Changes the value, or throws an `OptionRefusal`. A flag's text is empty.
    let read: @Sendable (inout Root, String) throws -> Void
    /// The value as it is typed, one text per occurrence; none for a value that was not given.
    let write: @Sendable (Root) -> [String]
    /// The value in the recipe's settings.
    let setting: @Sendable (Root) -> RecipeValue?

    /// Reads a value.
    ///
    /// - Throws: `UsageError`.
    public func set(_ text: String, in root: inout Root) throws {
        do {
            try read(&root, text)
        } catch let refusal as OptionRefusal {
            throw UsageError("--\(name) \(text): \(refusal.reason).")
        }
    }

    /// The value as it is typed, one text per occurrence (empty for a flag); none for a value that was not given.
    public func texts(in root: Root) -> [String] { write(root) }

    /// The same option of a job that has the value at `path`.
    public func at<Job>(_ path: any WritableKeyPath<Job, Root> & Sendable) -> JobOption<Job> {
        let option = self
        var copy = JobOption<Job>(
            name: name, aliases: aliases, letter: letter, kind: kind, valueName: valueName, help: help, defaultText: defaultText,
            choices: choices,
            recording: recording, settingKey: settingKey,
            read: { try option.read(&$0[keyPath: path], $1) }, write: { option.write($0[keyPath: path]) },
            setting: { option.setting($0[keyPath: path]) })
        copy.isWritten = isWritten
        (copy.formerNames, copy.formerValues) = (formerNames, formerValues)
        return copy
    }
}
