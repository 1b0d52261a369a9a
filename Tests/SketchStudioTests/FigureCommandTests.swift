import Foundation
import SketchRendering
import TestSupport
import Testing

/// The commands that make figures: their pictures, which can be made again.
@Suite struct FigureCommandTests {
    private static let commands = [
        ["interpolate", "cat.json", "pig.json", "--steps", "3", "--title", "Cat's (way) \\ é", "--style", "dark"],
        ["analogy", "cat.json", "pig.json", "cat.json", "--count", "2", "--units", "in"],
        ["analogy", "cat.json + 0.5*(pig.json - 'cat.json')", "--color-by", "order"],
        ["reconstruct", "cat.json", "pig.json", "--temperature", "0.1,...,0.3", "--fit", "each"],
        ["sample", "--count", "3", "--temperature", "0.2,0.9", "--along", "rows", "--background", "transparent"],
        ["complete", "cat.json", "--count", "2", "--pen-down", "--line-width", "0.2mm"],
        ["grid", "cat.json", "pig.json", "pig.json", "cat.json", "--size", "2", "--page", "A4"],
        ["render", "cat.json", "--columns", "1", "--no-labels"],
    ]

    @Test(arguments: commands.indices, ["png", "svg", "pdf"])
    func aPictureIsMadeAgainFromItself(index: Int, format: String) throws {
        try StudioProcess.inFolder { studio in
            let made = try studio.run(Self.commands[index] + ["--quiet", "-o", "a.\(format)"])
            #expect(made.status == 0, "\(made.errors)")
            let again = try studio.run("recipe", "a.\(format)", "--run", "--quiet")
            #expect(again.status == 0 && again.text == "a-again.\(format)\n", "\(again.errors)")
            #expect(try studio.data("a.\(format)") == studio.data("a-again.\(format)"))
            let shown = try studio.run("recipe", "a.\(format)").text
            #expect(shown.hasPrefix("command") && shown.contains("studio \(Self.commands[index][0])"))
        }
    }

    @Test func aChangedInputIsNamed() throws {
        try StudioProcess.inFolder { studio in
            #expect(try studio.run("render", "cat.json", "-o", "a.svg").status == 0)
            try studio.write(#"{"word":"cat","drawing":[[[0,80,90,80],[90,0,0,10]]]}"#, "cat.json")
            let again = try studio.run("recipe", "a.svg", "--run", "-o", "b.svg")
            #expect(again.status == 0 && again.errors.contains("the input cat.json has changed"), "\(again.errors)")
            let itself = try studio.run("recipe", "a.svg", "--run", "-o", "./a.svg")
            #expect(itself.status == 1 && itself.errors.contains("it is the file that is read as a.svg"))
        }
    }

    /// Recipes are untrusted: only commands that make pictures run.
    @Test(arguments: ["model convert cat-pig x.safetensors", "train cat.json", "recipe a.svg --run", "'render cat.json", ""])
    func onlyPicturesAreMadeAgain(command: String) throws {
        try StudioProcess.inFolder { studio in
            let text = "<svg><metadata><recipe xmlns=\"urn:studio:recipe\">{\"command\":\"\(command)\"}</recipe></metadata></svg>"
            try studio.write(text, "a.svg")
            let result = try studio.run("recipe", "a.svg", "--run")
            #expect(result.status == 1 && result.errors.contains("contains no recipe"), "\(result.errors)")
        }
    }

    /// Decoder-only models use the untempered-pen convention unless another is given.
    @Test func aDecoderAloneDrawsByItsOwnRule() throws {
        try StudioProcess.inFolder { studio in
            for (words, convention) in [
                (["sample", "--model", "eye", "--count", "20", "--temperature", "0.1"], "untempered-pen"),
                (["complete", "cat.json", "--model", "cat", "--count", "2"], "untempered-pen"),
                (["complete", "cat.json", "--count", "2"], "paper"), (["sample", "--count", "2"], "paper"),
                (["sample", "--model", "face", "--convention", "js", "--count", "2"], "js"),
            ] {
                let made = try studio.run(words + ["-o", "a.svg"])
                #expect(made.status == 0 && !made.errors.contains("without terminating"), "\(made.errors)")
                #expect(try studio.run("recipe", "a.svg").text.contains("--convention \(convention)"))
            }
        }
    }

    /// A drawing that does not terminate is cut at the original's 250 rows, although the model was trained on 120.
    @Test func drawingsAreCutAtTheOriginalsLimit() throws {
        try StudioProcess.inFolder { studio in
            let made = try studio.run(
                "sample", "--model", "eye", "--convention", "paper", "--temperature", "0.1", "--count", "5", "-o", "a.ndjson")
            #expect(made.status == 0 && made.errors.contains("reached the limit of 250 rows"), "\(made.errors)")
        }
    }

    @Test func completionsKeepWhatWasGiven() throws {
        try StudioProcess.inFolder { studio in
            let result = try studio.run("complete", "cat.json", "--count", "2", "-o", "a.svg", "--no-labels")
            #expect(result.status == 0, "\(result.errors)")
            let svg = String(decoding: try studio.data("a.svg"), as: UTF8.self)
            // The given part stands alone first and in each ending.
            #expect(svg.components(separatedBy: "stroke=\"#FF6666\"").count == 4)
        }
    }

    /// A warning names a drawing whose loss is above that of 99 % of the training drawings; the sheet is still written.
    @Test func drawingsOutOfDistributionAreNamed() throws {
        try StudioProcess.inFolder { studio in
            let lines = (0..<150).map {
                #"{"word":"zig","key_id":"\#($0)","drawing":[[[0,\#($0 % 9 + 20),200],[0,90,\#($0 % 7)]]]}"#
            }
            try studio.write(lines.joined(separator: "\n"), "zig.ndjson")
            let trained = try studio.run(
                "train", "zig.ndjson", "--output", "run", "--enc-rnn-size", "8", "--dec-rnn-size", "16", "--z-size", "4",
                "--num-mixture", "3", "--max-seq-len", "10", "--num-steps", "150", "--batch-size", "20", "--learning-rate",
                "0.02", "--quiet", "--plot")
            #expect(trained.status == 0 && studio.exists("run/losses.png"), "\(trained.errors)")
            try studio.write(#"{"drawing":[[[0,5,9,250,3],[250,0,9,5,9]],[[9,9],[0,200]]]}"#, "odd.json")
            let result = try studio.run(
                "reconstruct", "zig.ndjson#3", "odd.json", "--model", "run/model.safetensors", "--temperature", "0.2", "-o",
                "a.svg")
            #expect(result.status == 0 && studio.exists("a.svg"))
            #expect(result.errors.contains("odd.json differs from the training drawings of run"), "\(result.errors)")
            #expect(!result.errors.contains("zig.ndjson#3 differs"))
        }
    }

    @Test func expressionsShowTheirFault() throws {
        try StudioProcess.inFolder { studio in
            let result = try studio.run("analogy", "cat.json + * pig.json")
            let lines = result.errors.split(separator: "\n")
            #expect(result.status == 1 && lines.count == 3 && lines[2] == "             ^", "\(result.errors)")
            #expect(try studio.run("analogy", "cat.json", "pig.json").status == 64)
            #expect(try studio.run("grid", "cat.json", "pig.json").status == 64)
        }
    }

    @Test func latentsStandWhereDrawingsDo() throws {
        try StudioProcess.inFolder { studio in
            let encoded = try studio.run("encode", "cat.json", "--output", "cat-latent.json")
            #expect(encoded.status == 0)
            func mean(_ expression: String) throws -> [Double] {
                let result = try studio.run("analogy", expression, "--json", "-o", "a.svg")
                let object = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
                return object?["mean"] as? [Double] ?? []
            }
            let (drawn, stored) = (try mean("2*cat.json"), try mean("2*cat-latent.json"))
            #expect(!drawn.isEmpty && drawn == stored)
        }
    }
}
