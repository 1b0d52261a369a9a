import FoundationEssentials
import SketchSupport

/// Shows the defaults of options and where each comes from.
public struct ConfigJob: StudioJob {
    /// The words of a command's name; empty for every default that the user states.
    public var command: [String] = []
    /// Whether the configuration file and variables are left out.
    public var ignoresUserDefaults = false

    public init() {}

    public static let manual = CommandManual(
        name: "config", title: "Configuration", abstract: "Show the defaults of options and where each comes from.",
        discussion: """
            The configuration file is studio/config.json in $XDG_CONFIG_HOME, or else in ~/.config. Its members are defaults: \
            {"style": "ink"} for every command with the option --style, {"interpolate": {"steps": 7}} for one command. The \
            environment variables STUDIO_STYLE and STUDIO_INTERPOLATE_STEPS do the same; a variable applies before the file, \
            and a default for one command before one for all, which applies where the option can have the value. Options that name files to write have no such default. The \
            default of --format applies where no output is named.

            --no-config lets a command ignore file and variables. A recipe states the values that were used, so that it does not \
            depend on them.

            With the name of a command, all its options are listed, otherwise the defaults that file and variables state.

            EXAMPLES
              studio config
              studio config interpolate
              studio config model info --json
              STUDIO_STYLE=ink studio config render
            """,
        output: nil)

    public static let operands: JobOperands<ConfigJob>? = JobOperands(
        \.command, valueName: "command", help: "Words of a command's name.", mayBeNone: true)

    public static let options = OptionTable<ConfigJob>()

    public var readPaths: [String] { [] }

    public func validate() throws {
        guard !command.isEmpty, Self.jobs(of: command).isEmpty else { return }
        let name = command.joined(separator: " ")
        let suggestion = Suggestion.command(name, among: StudioJobs.all.map { $0.manual.name })
        throw UsageError("Unknown command '\(name)'." + (suggestion.map { " Did you mean '\($0)'?" } ?? ""))
    }

    /// - Throws: `UsageError` for a configuration that cannot be used.
    public func perform(_ reporter: Reporter) throws -> Result {
        let defaults = ignoresUserDefaults ? .none : try OptionDefaults(environment: ProcessInfo.processInfo.environment)
        let jobs = command.isEmpty ? StudioJobs.all : Self.jobs(of: command)
        let entries = try jobs.flatMap { try Self.entries(of: $0, defaults) }
        return Result(
            file: defaults.file, hasFile: defaults.hasFile, command: command.isEmpty ? nil : command.joined(separator: " "),
            entries: command.isEmpty ? entries.filter { $0.source != nil } : entries)
    }

    /// The jobs of a command's name, also a former one.
    private static func jobs(of words: [String]) -> [any StudioJob.Type] {
        StudioJobs.all.filter { job in
            let name = job.manual.name.split(separator: " ").map(String.init)
            let others = job.manual.aliases + [job.manual.formerName].compactMap(\.self)
            return name == words || others.contains { name.dropLast() + [$0] == words }
        }
    }

    private static func entries<Job: StudioJob>(of _: Job.Type, _ defaults: OptionDefaults) throws -> [Entry] {
        try Job.defaultable.map { option in
            guard let own = try defaults.value(of: option) else {
                let texts = option.kind == .flag ? option.texts(in: Job()).map { _ in "yes" } : option.texts(in: Job())
                let standard = option.defaultText ?? texts.first ?? (option.kind == .flag ? "no" : nil)
                return Entry(command: Job.manual.name, option: option.name, value: standard, source: nil)
            }
            let value = option.kind == .flag ? (own.texts.isEmpty ? "no" : "yes") : own.texts.joined(separator: " ")
            return Entry(command: Job.manual.name, option: option.name, value: value, source: own.source)
        }
    }

    /// An option with its default.
    public struct Entry: Sendable {
        public let command: String
        /// The long name without dashes.
        public let option: String
        /// The value as text; nil for none.
        public let value: String?
        /// What states the value; nil for the program's own default.
        public let source: String?

        fileprivate var json: JSONValue {
            .object([
                ("command", .string(command)), ("option", .string(option)), ("value", .optional(value)),
                ("source", .optional(source)),
            ])
        }
    }

    /// The options, in the order of commands and help.
    public struct Result: JobResult {
        /// The configuration file's path; nil if no folder for it is known.
        public let file: String?
        public let hasFile: Bool
        /// The command that was asked for.
        public let command: String?
        public let entries: [Entry]

        public var jsonText: String {
            JSONValue.object([
                ("file", .optional(file)), ("exists", .boolean(hasFile)), ("options", .array(entries.map(\.json))),
            ]).text
        }

        public var lines: [String] {
            let first = "configuration file: " + (file.map { $0 + (hasFile ? "" : " (does not exist)") } ?? "none")
            let names = entries.map { (command == nil ? $0.command + " " : "") + "--" + $0.option }.padded
            let values = entries.map { $0.value ?? "none" }.padded
            return [first]
                + entries.indices.map { names[$0] + values[$0] + (entries[$0].source ?? "built in") }
        }
    }
}
