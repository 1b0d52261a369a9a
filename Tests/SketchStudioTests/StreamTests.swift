import Foundation
import TestSupport
import Testing

/// Standard streams, pipes and devices as outputs.
@Suite struct StreamTests {
    private let drawing = #"[[[0,80,255,200,60,0],[90,0,100,255,240,90]]]"#

    private func text(_ studio: StudioProcess, _ name: String) throws -> String {
        String(decoding: try studio.data(name), as: UTF8.self)
    }

    /// What stands in a file that standard output is redirected to stays.
    @Test(arguments: ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]) func standardOutputIsAppendedTo(place: String) throws {
        try StudioProcess.inFolder { studio in
            _ = try studio.run("convert", "cat.json", "usual.ndjson")
            let usual = try text(studio, "usual.ndjson")
            try studio.write("old\n", "f")
            let result = try studio.shell("$studio convert cat.json \(place) --format ndjson >> f")
            #expect(result.status == 0)
            #expect(try text(studio, "f") == "old\n" + usual)
            let braces = try studio.shell("{ echo header; $studio convert cat.json \(place) --format ndjson; echo footer; } > g")
            #expect(braces.status == 0)
            #expect(try text(studio, "g") == "header\n\(usual)footer\n")
            let piped = try studio.shell("$studio convert cat.json \(place) --format ndjson | cat")
            #expect(piped.output == usual)
        }
    }

    @Test(arguments: [
        "render cat.json", "interpolate cat.json pig.json --steps 3", "sample --count 2", "dataset info cat.json",
        "decode latents.json",
    ]) func picturesGoToStandardOutput(command: String) throws {
        try StudioProcess.inFolder { studio in
            _ = try studio.run("encode", "cat.json", "--output", "latents.json", "--quiet")
            let option = command.hasPrefix("decode") ? "--output-format" : "--format"
            for format in ["png", "svg", "pdf"] {
                let words = command.split(separator: " ").map(String.init)
                let file = try studio.run(words + ["--output", "x." + format, "--quiet"])
                #expect(file.status == 0, "\(file.errors)")
                let stream = try studio.run(words + ["--output", "-", option, format, "--quiet"])
                #expect(stream.status == 0, "\(stream.errors)")
                #expect(try stream.output == studio.data("x." + format))
            }
            let unknown = try studio.run(command.split(separator: " ").map(String.init) + ["--output", "-"])
            #expect(unknown.status == 64 && unknown.errors.contains("-: the format is missing. Add \(option) with"))
            let both = try studio.run(
                command.split(separator: " ").map(String.init) + ["--output", "-", option, "png", "--json"])
            #expect(both.status == 64 && both.errors.contains("--json prints on standard output"))
        }
    }

    @Test func aPictureIsMadeAgainOnStandardOutput() throws {
        try StudioProcess.inFolder { studio in
            for format in ["png", "svg"] {
                _ = try studio.run("render", "cat.json", "--output", "a." + format)
                let again = try studio.run("recipe", "a." + format, "--run", "--output", "-")
                #expect(again.status == 0 && again.errors.isEmpty)
                #expect(try again.output == studio.data("a." + format))
            }
        }
    }

    @Test(arguments: ["json", "ndjson", "npz"]) func latentsGoToStandardOutput(format: String) throws {
        try StudioProcess.inFolder { studio in
            _ = try studio.run("encode", "cat.json", "--output", "a." + format)
            let stream = try studio.run("encode", "cat.json", "--output", "-", "--format", format)
            #expect(stream.status == 0, "\(stream.errors)")
            #expect(try stream.output == studio.data("a." + format))
        }
    }

    @Test func modelsGoToStandardOutput() throws {
        try StudioProcess.inFolder { studio in
            _ = try studio.run("model", "convert", "cat-pig", "a.safetensors")
            let stream = try studio.run("model", "convert", "cat-pig", "-")
            #expect(try stream.output == studio.data("a.safetensors"))
        }
    }

    @Test func aPipeIsWrittenTo() throws {
        try StudioProcess.inFolder { studio in
            let result = try studio.shell(
                "mkfifo p; cat p > got & $studio convert cat.json p --format ndjson; wait; [ -p p ] && cmp got <($studio convert "
                    + "cat.json - --format ndjson)")
            #expect(result.status == 0, "\(result.errors)")
        }
    }

    @Test func anInputIsNotAppendedToWhileItIsRead() throws {
        try StudioProcess.inFolder { studio in
            let before = try studio.data("cat.json")
            let result = try studio.shell("timeout 10 $studio convert cat.json - --format ndjson >> cat.json")
            #expect(result.status == 1)
            #expect(
                result.errors == """
                    studio: - cannot be written: it is the file that is read as cat.json. Choose another path, or use --force to \
                    replace it.

                    """)
            #expect(try studio.data("cat.json") == before)
        }
    }

    @Test(arguments: [
        (
            "render cat.json --output a.bmp",
            "a.bmp: unknown output format. Use the extension .png, .svg, .pdf, .html, .gif or .webp."
        ),
        ("render cat.json --output a.png --format svg", "a.png: the extension is not that of --format svg."),
        ("render cat.json --format bmp", "--format bmp: must be png, svg, pdf, html, gif or webp."),
        ("evaluate cat.json --output a.csv", "a.csv: unknown output format. Use the extension .json, .ndjson or .jsonl."),
        ("classifier train cat.json --output a.h5", "a.h5: unknown output format. Use the extension .safetensors."),
        ("convert cat.json -", "-: unknown output format."),
        ("convert cat.json - --format csv --split-fractions 1,1,1", "--split-fractions writes three files"),
    ]) func extensionsAreHonoured(command: String, message: String) throws {
        try StudioProcess.expectUsageError(command, message)
    }

    @Test func theFormatChangesTheDefaultName() throws {
        try StudioProcess.inFolder { studio in
            let made = try studio.run("render", "cat.json", "--format", "svg")
            #expect(made.text == "cat.svg\n")
            #expect(try studio.run("render", "cat.json", "--format", "svg", "-o", "noname").text == "noname\n")
            #expect(try studio.data("noname").starts(with: Data("<?xml".utf8)))
        }
    }
}
