import FoundationEssentials
import SketchInference
import SketchSupport

/// The user's defaults of options: those of the configuration file and of environment variables.
///
/// The file is a JSON object. A member is the default of an option in every command that has it, or, under a command's name,
/// an object of defaults for that command: `{"style": "ink", "interpolate": {"steps": 7}}`. The variable `STUDIO_STYLE` is the
/// same for every command, `STUDIO_INTERPOLATE_STEPS` for one. The narrower default applies, and a variable before the file. A
/// default for every command applies to those whose option can have the value.
public struct OptionDefaults: Sendable {
    /// The configuration file's path, whether or not the file exists; nil if no folder for it is known.
    public let file: String?
    /// Whether the file exists.
    public let hasFile: Bool
    private let general: [String: JSONNode]
    private let commands: [String: [String: JSONNode]]
    private let environment: [String: String]

    /// Without any default.
    public static let none = OptionDefaults()

    /// Whether no option has a default.
    var isEmpty: Bool { general.isEmpty && commands.isEmpty && environment.isEmpty }

    private init() { (file, hasFile, general, commands, environment) = (nil, false, [:], [:], [:]) }

    /// The largest configuration file, in bytes.
    private static let sizeLimit = 1 << 20

    /// Reads the file `studio/config.json` in `XDG_CONFIG_HOME`, or else in `~/.config`, if it exists.
    ///
    /// - Throws: `UsageError` for a file that cannot be read or that has an unknown key.
    public init(environment: [String: String]) throws {
        self.environment = environment.filter { $0.key.hasPrefix("STUDIO_") && !$0.value.isEmpty }
        file = Self.file(environment)
        guard let file, FileManager.default.fileExists(atPath: file) else {
            (hasFile, general, commands) = (false, [:], [:])
            return
        }
        hasFile = true
        var general: [String: JSONNode] = [:]
        var commands: [String: [String: JSONNode]] = [:]
        for (key, value) in try Self.members(of: file) {
            guard let command = StudioJobs.all.first(where: { $0.manual.name == key }) else {
                guard value.members == nil else {
                    let names = StudioJobs.all.map { $0.manual.name }
                    let suggestion = Suggestion.command(key, among: names).map { " Did you mean '\($0)'?" } ?? ""
                    throw UsageError("\(file): '\(key)' is not a command." + suggestion)
                }
                let names = StudioJobs.all.flatMap { $0.defaultableNames }
                guard names.contains(key) else {
                    throw Self.unknown(key, names, "is not an option that can have a default", file)
                }
                general[key] = value
                continue
            }
            guard let members = value.members else {
                throw UsageError("\(file): '\(key)' is a command: its value must be an object.")
            }
            let names = command.defaultableNames
            for name in members.keys.sorted() where !names.contains(name) {
                throw Self.unknown(name, names, "is not an option of '\(key)' that can have a default", file)
            }
            commands[key] = members
        }
        (self.general, self.commands) = (general, commands)
    }

    private static func unknown(_ key: String, _ names: [String], _ clause: String, _ file: String) -> UsageError {
        let suggestion = Suggestion.option(key, among: names).map { " Did you mean '\($0)'?" } ?? ""
        return UsageError("\(file): '\(key)' \(clause)." + suggestion)
    }

    /// The path of the configuration file. A relative `XDG_CONFIG_HOME` is ignored, as its specification demands.
    private static func file(_ environment: [String: String]) -> String? {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
            return FilePath.joined(folder, "studio/config.json")
        }
        guard let home = environment["HOME"], !home.isEmpty else { return nil }
        return FilePath.joined(home, ".config/studio/config.json")
    }

    private static func members(of file: String) throws -> [(String, JSONNode)] {
        let data: Data
        do { data = try BoundedFile.contents(of: file, limit: sizeLimit) } catch {
            let reason = if case BoundedFile.Failure.tooLarge = error { "larger than 1 MiB" } else { "a folder, or not readable" }
            throw UsageError("\(file): the configuration file is \(reason).")
        }
        guard JSONNesting.depth(of: data, stoppingAt: 8) < 8, let members = try? JSONNode(json: data).members else {
            throw UsageError("\(file): the configuration file is not a JSON object.")
        }
        return members.sorted { $0.key < $1.key }
    }

    /// The default that applies to an option; nil if the user states none.
    ///
    /// - Throws: `UsageError` for a value that the option cannot have.
    func value<Job: StudioJob>(of option: JobOption<Job>) throws -> OptionDefault? {
        for name in [option.name] + option.aliases {
            for (place, node, isGeneral) in candidates(name, Job.manual.name) {
                do {
                    return try OptionDefault(node, of: option, in: place)
                } catch let refusal as UsageError {
                    guard isGeneral, StudioJobs.all.contains(where: { $0.accepts(node, as: name) }) else { throw refusal }
                }
            }
        }
        return nil
    }

    /// What is stated for an option, the one that applies first.
    private func candidates(_ name: String, _ command: String) -> [(place: String, node: JSONNode, isGeneral: Bool)] {
        var found: [(String, JSONNode, Bool)] = []
        for (prefix, isGeneral) in [(Self.variable(command) + "_", false), ("", true)] {
            let variable = "STUDIO_" + prefix + Self.variable(name)
            if let text = environment[variable] { found.append((variable, .string(text), isGeneral)) }
        }
        guard let file else { return found }
        if let node = commands[command]?[name] { found.append(("\(file): \(command): \(name)", node, false)) }
        if let node = general[name] { found.append(("\(file): \(name)", node, true)) }
        return found
    }

    private static func variable(_ name: String) -> String {
        String(name.uppercased().map { $0 == "-" || $0 == " " ? "_" : $0 })
    }
}
