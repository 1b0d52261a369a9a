import ArgumentParser
import Foundation
import SketchRendering

/// `studio recipe FILE`: how a picture was made, and the picture once more.
struct RecipeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recipe",
        abstract: "How a picture was made, and the picture once more.",
        discussion: """
            Every picture of this program holds its command, version, models, seed, settings and a hash of each input.
            --run makes it again under another name and says whether the bytes are the same; inputs are looked for
            where the command names them, from the folder that you are in.

            EXAMPLES
              studio recipe gallery/cat-pig.png
              studio recipe gallery/cat-pig.svg --json
              studio recipe gallery/cat-pig.png --run --output again.png
            """)

    @Argument(help: "A PNG, SVG or PDF that this program made.")
    var file: String

    @Flag(name: .customLong("run"), help: "Make the picture again.")
    var runsAgain = false

    @OptionGroup(title: "General") var common: CommonOptions

    func run() throws {
        let picture = OutputFile(path: file)
        let data = try Self.contents(of: file)
        guard let text = RecipeReader.json(in: data), let recipe = StoredRecipe(text) else {
            throw StudioError.noRecipe(file)
        }
        guard runsAgain else {
            if common.json { Console.result(text) } else { recipe.lines.forEach(Console.result) }
            return
        }
        let output = OutputFile(
            path: common.output ?? "\(OutputFile.stem(of: file))-again.\(picture.fileExtension)")
        try repeatCommand(recipe, output: output)
        let again = try Self.contents(of: output.path)
        guard again != data else { return }
        let differences = StoredRecipe(RecipeReader.json(in: again) ?? "{}").map(recipe.differences) ?? []
        let reason = differences.isEmpty ? "the drawing libraries differ" : differences.joined(separator: "; ")
        common.reporter.warn("\(output.path) is not the same file as \(file): \(reason).")
    }

    private func repeatCommand(_ recipe: StoredRecipe, output: OutputFile) throws {
        guard let words = CommandLineText.words(of: recipe.command), let name = words.first,
            Studio.pictureCommands.contains(name)
        else { throw StudioError.noRecipe(file) }
        guard output.url.standardizedFileURL != OutputFile(path: file).url.standardizedFileURL else {
            throw StudioError.unwritable(output.path, reason: "it is the picture itself")
        }
        var options = ["--output", output.path]
        if common.json { options.append("--json") }
        if common.quiet { options.append("--quiet") }
        var command = try Studio.parseAsRoot(words + options)
        try command.run()
    }

    private static func contents(of path: String) throws -> Data {
        guard FileManager.default.fileExists(atPath: path) else { throw StudioError.noSuchFile(path) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw StudioError.unreadable(path, reason: "it is a folder, or you may not read it")
        }
        return data
    }
}

/// A recipe as a file holds it.
struct StoredRecipe {
    private let object: [String: Any]
    /// The command without the program's name.
    let command: String

    /// Nil where the text is no recipe.
    init?(_ json: String) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any],
            let command = object["command"] as? String
        else { return nil }
        self.object = object
        self.command = command
    }

    /// One fact a line.
    var lines: [String] {
        var facts: [(String, String)] = [("command", "studio " + command)]
        if let version = object["version"] as? String { facts.append(("version", version)) }
        if let seed = object["seed"] { facts.append(("seed", "\(seed)")) }
        facts += sources("models").map { ("model", "\($0.name)  \($0.hash)") }
        facts += sources("inputs").map { ("input", "\($0.name)  \($0.hash)") }
        for (key, value) in (object["settings"] as? [String: Any] ?? [:]).sorted(by: { $0.key < $1.key }) {
            facts.append((key.replacingOccurrences(of: "_", with: " "), Self.text(value)))
        }
        let width = facts.map(\.0.count).max() ?? 0
        return facts.map { $0.0.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $0.1 }
    }

    /// What has changed since this recipe, as half-sentences.
    func differences(from other: StoredRecipe) -> [String] {
        var result: [String] = []
        for (part, name) in [("models", "model"), ("inputs", "input")] {
            let later = other.sources(part)
            for source in sources(part) where !later.contains(where: { $0 == source }) {
                result.append("the \(name) \(source.name) has changed")
            }
        }
        let versions = [self, other].map { $0.object["version"] as? String ?? "" }
        if versions[0] != versions[1] {
            result.append("it was made by version \(versions[0]), and this is \(versions[1])")
        }
        return result
    }

    private func sources(_ part: String) -> [(name: String, hash: String)] {
        (object[part] as? [[String: Any]] ?? []).map {
            ($0["name"] as? String ?? "", $0["sha256"] as? String ?? "")
        }
    }

    private static func text(_ value: Any) -> String {
        // A truth value is a number to Foundation; its type alone tells.
        guard let number = value as? NSNumber, "cB".contains(Character(UnicodeScalar(UInt8(number.objCType.pointee)))) else {
            return "\(value)"
        }
        return number.boolValue ? "yes" : "no"
    }
}
