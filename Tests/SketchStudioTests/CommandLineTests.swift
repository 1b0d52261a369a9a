import Foundation
import TestSupport
import Testing

/// The words of the command line: suggestions, negative values, many words, words that are not UTF-8.
@Suite struct CommandLineTests {
    @Test(arguments: [
        ("interpolat", "Unknown command 'interpolat'. Did you mean 'interpolate'?"),
        ("intrepolate", "Did you mean 'interpolate'?"), ("generate", "Did you mean 'sample'?"),
        ("model lst", "Did you mean 'list'?"), ("help trian", "Unknown command 'trian'. Did you mean 'train'?"),
        ("help model lst", "Did you mean 'list'?"), ("help train x", "Unexpected argument 'x'."),
        ("frobnicate", "Unknown command 'frobnicate'. See"), ("--frobnicate", "Unknown option '--frobnicate'. See"),
        ("sample --sell 3", "Unknown option '--sell'. Did you mean '--cell'?"),
        ("render cat.json --color-bi order", "Did you mean '--color-by'?"),
        ("render cat.json --no-label", "Did you mean '--no-labels'?"),
        ("render cat.json --outptu a.png", "Did you mean '--output'?"), ("render cat.json -z", "Unknown option '-z'. See"),
        ("render cat.json --frobnicate", "Unknown option '--frobnicate'. See"),
        ("sample --seed -1", "--seed -1: must be at least 0."), ("sample -t -1", "--temperature -1: "),
        ("sample --count -1", "--count -1: must be from 1 to 1000000."), ("sample --seed", "--seed: the value is missing."),
        ("sample --output --json", "--output: the value is missing."), ("sample --plain=1", "'--plain' has no value."),
        ("sample x y", "2 unexpected arguments: 'x', 'y'."), ("interpolate", "Missing expected argument '<a b> ...'."),
    ]) func argumentsAreRefused(line: String, message: String) throws {
        try StudioProcess.expectUsageError(line, message)
    }

    @Test func missingModelsAndFilesAreSuggested() throws {
        try StudioProcess.inFolder { studio in
            for (words, message) in [
                (["sample", "--model", "catpig"], "Did you mean 'cat-pig'?"),
                (["render", "cta.json"], "studio: cta.json does not exist. Did you mean 'cat.json'?\n"),
                (["recipe", "./ca.json"], "Did you mean './cat.json'?"),
                (["render", "dog.json"], "Check the name and the folder."),
            ] {
                let result = try studio.run(words)
                #expect(result.status == 1 && result.errors.contains(message), "\(result.errors)")
            }
        }
    }

    @Test(arguments: [["-v"], ["--version"], ["render", "--version"]]) func theVersionIsPrinted(words: [String]) throws {
        try StudioProcess.inFolder { studio in
            let result = try studio.run(words)
            #expect(result.status == 0 && result.text.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
        }
    }

    @Test(arguments: [
        ["help", "model", "info"], ["model", "info", "--help"], ["model", "info", "-h"], ["model", "info", "x", "-h"],
    ])
    func helpIsThatOfTheCommand(words: [String]) throws {
        try StudioProcess.inFolder { studio in
            let result = try studio.run(words)
            #expect(result.status == 0 && result.text.contains("USAGE: studio model info"))
        }
    }

    @Test func optionsAndOperandsMix() throws {
        try StudioProcess.inFolder { studio in
            try FileManager.default.copyItem(
                at: studio.folder.appendingPathComponent("cat.json"), to: studio.folder.appendingPathComponent("-cat.json"))
            let result = try studio.run(
                "render", "--title=-draft", "pig.json", "--columns", "2", "-qo", "x.png")
            // Letters are joined only where none has a value.
            #expect(result.status == 64 && result.errors.contains("Unknown option '-qo'."))
            let made = try studio.run(
                "render", "--title", "-draft", "-q", "-o=x.png", "--columns", "2", "--", "-cat.json", "pig.json")
            #expect(made.status == 0, "\(made.errors)")
            let recipe = try studio.run("recipe", "x.png").text
            #expect(recipe.contains("studio render --columns 2 --title=-draft --curves -- -cat.json pig.json"), "\(recipe)")
            let again = try studio.run("recipe", "x.png", "--run", "--output", "y.png")
            #expect(again.status == 0 && again.errors.isEmpty, "\(again.errors)")
            #expect(try studio.data("x.png") == studio.data("y.png"))
        }
    }

    @Test func manyWordsAreReadAtOnce() throws {
        try StudioProcess.inFolder { studio in
            let clock = ContinuousClock()
            let time = try clock.measure {
                let files = Array(repeating: "cat.json", count: 20_000)
                let result = try studio.run(["render"] + files + ["--limit", "1", "--columns", "0"])
                #expect(result.status == 64)
            }
            #expect(time < .seconds(2))
        }
    }

    @Test func wordsThatAreNotTextAreRefused() throws {
        try StudioProcess.inFolder { studio in
            let result = try studio.shell("$studio render cat.json --output $'caf\\xe9.png'")
            #expect(result.status == 64)
            #expect(result.errors.contains("Argument 4, 'caf\u{FFFD}.png', is not valid UTF-8."))
            #expect(try FileManager.default.contentsOfDirectory(atPath: studio.folder.path).sorted() == ["cat.json", "pig.json"])
        }
    }

    /// What a folder has and cannot be read is reported, not left out.
    @Test func foldersLeaveNothingOutSilently() throws {
        try StudioProcess.inFolder { studio in
            let named = try studio.shell("mkdir d; cp cat.json d; cp pig.json d/$'caf\\xe9.json'; $studio render d -o a.png")
            #expect(named.status == 1)
            #expect(named.errors.contains("the name 'caf\u{FFFD}.json' in it is not valid UTF-8"), "\(named.errors)")
            guard geteuid() == 0 else { return }
            let user = "setpriv --reuid 23456 --regid 23456 --clear-groups"
            let hidden = try studio.shell(
                "mkdir e; cp cat.json pig.json e; chmod 755 . e; chmod 600 e/pig.json; chmod 644 e/cat.json; "
                    + "\(user) $studio dataset info e")
            #expect(hidden.status == 1 && hidden.errors.contains("e/pig.json cannot be read"), "\(hidden.errors)")
        }
    }

    /// A class cannot print a line that looks like the program's own.
    @Test func namesCannotForgeLines() throws {
        try StudioProcess.inFolder { studio in
            try studio.write(#"{"word":"cat\nstudio: warning: forged","drawing":[[[0,9,5],[0,1,9]]]}"#, "n.ndjson")
            for command in [
                ["dataset", "info", "n.ndjson"], ["classifier", "classify", "n.ndjson"],
                ["dataset", "info", "n.ndjson", "--json"],
            ] {
                let result = try studio.run(command)
                for line in (result.text + result.errors).split(separator: "\n") {
                    #expect(!line.hasPrefix("studio: warning: forged"))
                }
            }
        }
    }
}
