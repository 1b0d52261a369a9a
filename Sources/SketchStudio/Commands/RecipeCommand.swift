import ArgumentParser
import Foundation
import SketchRendering
import StudioKit

/// `studio recipe FILE`: how a picture was made, and the picture once more.
struct RecipeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recipe",
        abstract: "How a picture was made, and the picture once more.",
        discussion: """
            Every picture of this program holds its command, version, models, seed, settings and a hash of each input. \
            --run makes it again under another name and says whether the bytes are the same; inputs are looked for \
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
        let data = try InputFile.contents(of: file)
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
        let again = try InputFile.contents(of: output.path)
        guard again != data else { return }
        let differences = StoredRecipe(RecipeReader.json(in: again) ?? "{}").map(recipe.differences) ?? []
        let reason = differences.isEmpty ? "the drawing libraries differ" : differences.joined(separator: "; ")
        common.reporter.warn("\(output.path) is not the same file as \(file): \(reason).")
    }

    /// Whether a word could choose the place of the picture or end the options. The place is the person's to name, and
    /// no recipe of this program has such a word, nor any option of one letter.
    private static func namesOutput(_ word: String) -> Bool {
        word == "--" || word.hasPrefix("--output") || (word.hasPrefix("-") && word.dropFirst().first?.isLetter == true)
    }

    private func repeatCommand(_ recipe: StoredRecipe, output: OutputFile) throws {
        guard let words = CommandLineText.words(of: recipe.command), let name = words.first,
            Studio.pictureCommands.contains(name), !words.contains(where: Self.namesOutput)
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
}
