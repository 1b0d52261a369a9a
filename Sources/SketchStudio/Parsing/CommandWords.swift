import ArgumentParser
import FoundationEssentials
import StudioKit

/// The words of the command line: finds the command and lets it read the rest.
struct CommandWords {
    private let words: [String]

    /// - Throws: `UsageError` for an argument that is not UTF-8: it would name another file. `StudioError.noArguments` if there is
    ///   not even the program's name: Swift reads the arguments from /proc.
    init(_ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, count: Int) throws {
        guard count > 0 else { throw StudioError.noArguments }
        words = try (1..<count).map { index in
            guard let bytes = arguments[index] else { return "" }
            guard let word = String(validatingCString: bytes) else {
                throw UsageError(
                    "Argument \(index), '\(String(cString: bytes))', is not valid UTF-8. Rename the file, or name its folder.")
            }
            return word
        }
    }

    /// Words that the argument parser handles itself: completion and its description of the commands.
    private static let parserWords = ["--generate-completion-script", "--experimental-dump-help", "---completion"]

    /// Runs the command.
    ///
    /// - Throws: `UsageError`, `CleanExit`, or what the command throws.
    func run() throws {
        guard let first = words.first else { throw CleanExit.helpRequest(Studio.self) }
        if Self.parserWords.contains(where: { first == $0 || first.hasPrefix($0 + "=") }) {
            var command = try Studio.parseAsRoot()
            return try command.run()
        }
        if first == "--version" || first == "-v" { throw CleanExit.message(Version.current) }
        let isHelp = first == "help"
        let (command, rest) = try Self.command(isHelp ? words.dropFirst() : words[...])
        if isHelp {
            guard let unexpected = rest.first(where: { !$0.hasPrefix("-") }) else { throw CleanExit.helpRequest(command) }
            throw UsageError("Unexpected argument '\(unexpected)'.")
        }
        guard let runnable = command as? any RunnableCommand.Type else { throw CleanExit.helpRequest(command) }
        if rest.first == "--version" { throw CleanExit.message(Version.current) }
        if let former = runnable.formerName, words[words.count - rest.count - 1] == former, !rest.contains(where: Self.isQuiet) {
            Console.message("studio: '\(former)' is now '\(command.configuration.commandName ?? "")'.")
        }
        try runnable.run(Array(rest))
    }

    /// The command that the first words name, and the other words.
    ///
    /// - Throws: `UsageError` for a word where a command is expected.
    private static func command(
        _ words: ArraySlice<String>
    ) throws -> (command: any ParsableCommand.Type, rest: ArraySlice<String>) {
        var command: any ParsableCommand.Type = Studio.self
        var rest = words
        while !command.configuration.subcommands.isEmpty, let word = rest.first {
            if let next = named(word, in: command) {
                command = next
                rest = rest.dropFirst()
                continue
            }
            if word == "-h" || word == "--help" || word == "--version" { return (command, rest) }
            let known = command.configuration.subcommands.flatMap { names(of: $0) } + (command == Studio.self ? ["help"] : [])
            if word.hasPrefix("-") { throw UsageError("Unknown option '\(word)'.") }
            let suggestion = Suggestion.command(word, among: known).map { " Did you mean '\($0)'?" } ?? ""
            throw UsageError("Unknown command '\(word)'." + suggestion)
        }
        return (command, rest)
    }

    private static func named(_ word: String, in command: any ParsableCommand.Type) -> (any ParsableCommand.Type)? {
        command.configuration.subcommands.first { names(of: $0).contains(word) }
    }

    private static func isQuiet(_ word: String) -> Bool { word == "--quiet" || word == "-q" }

    private static func names(of command: any ParsableCommand.Type) -> [String] {
        [command.configuration.commandName ?? ""] + command.configuration.aliases
    }

    /// The words of the command line that name the command, each followed by a space: `model info `.
    static func path() -> String {
        var command: any ParsableCommand.Type = Studio.self
        var words = ""
        for word in CommandLine.arguments.dropFirst() {
            guard let next = named(word, in: command) else { break }
            words += word + " "
            command = next
        }
        return words
    }
}
