import Foundation
import LatentOps
import SketchInference
import TestSupport
import Testing

/// Pages in headless Chromium: drawing, saving, every view, the keyboard, and no request.
@Suite(.enabled(if: NodeScript.hasBrowser, "node or chromium is not installed")) struct PageBrowserTests {
    private struct Page: Decodable {
        var title: String
        var tabs: [String]
        var endings: [Int]
        var command: String
        var interpolate: String
        var latents: [[Float]]
        var strip: [[[[Double]]]]
        var morphed: Bool
        var overflow: Int
        var unlabelled: Int
        var requests: [String]
        var faults: [String]
    }

    private struct Keyboard: Decodable {
        var strokes: Int
        var faults: [String]
    }

    private struct Pad: Decodable {
        var requests: [String]
        var faults: [String]
    }

    private struct Found: Decodable {
        var wide: Page
        var narrow: Page
        var keyboard: Keyboard
        var pad: Pad
    }

    @Test func aPersonDrawsAndTheProgramReadsIt() throws {
        try StudioProcess.inFolder { studio in
            let title = "<b>Cats & pigs</b></script>"
            let page = try studio.run("page", "--model", "cat-pig", "--title", title, "--output", "page.html")
            #expect(page.status == 0, "\(page.errors)")
            #expect(try studio.run("draw", "--output", "draw.html").status == 0)
            let output = try NodeScript.run(
                "browser.js", ["page.html", "draw.html", ""].map { studio.folder.appendingPathComponent($0).path },
                in: studio.folder)
            let found = try JSONDecoder().decode(Found.self, from: output)
            for page in [found.wide, found.narrow] {
                #expect(page.title == "\(title)|\(title)")
                #expect(page.tabs == ["Continue", "Interpolate", "Arithmetic", "Temperature"])
                #expect(page.endings.count == 6 && page.endings.allSatisfy { $0 > 0 })
                #expect(page.requests.count == 1 && page.faults.isEmpty, "\(page.requests) \(page.faults)")
                #expect(page.overflow == 0 && page.unlabelled == 0 && page.morphed)
                #expect(
                    page.command.hasPrefix("studio complete beginning.json --count 6 --latent example-1.json --model cat-pig"))
            }
            #expect(found.keyboard.strokes == 1 && found.keyboard.faults.isEmpty)
            #expect(found.pad.requests.count == 1 && found.pad.faults.isEmpty)
            #expect(try studio.run("convert", "drawings.ndjson", "all.json").status == 0)
            // The files of the first width were saved first and are not overwritten; the pads have the same proportions.
            try Self.checkStrip(found.wide, studio)
        }
    }

    /// The strip of ten is that of the command that the page shows.
    private static func checkStrip(_ page: Page, _ studio: StudioProcess) throws {
        let words = page.interpolate.split(separator: " ").dropFirst().map(String.init)
        #expect(words.prefix(3) == ["interpolate", "a.json", "b.json"])
        #expect(try studio.run(words + ["--output", "strip.svg"]).status == 0)
        let encoded = try studio.run("encode", "a.json", "b.json", "--model", "cat-pig", "--json")
        struct Latents: Decodable {
            struct Latent: Decodable { var mean: [Float] }
            var latents: [Latent]
        }
        let latents = try JSONDecoder().decode(Latents.self, from: encoded.output).latents.map(\.mean)
        #expect(latents.count == 2 && page.latents.count == 2)
        for (own, other) in zip(page.latents.joined(), latents.joined()) { #expect(abs(own - other) < 1e-4) }
        let model = try SketchModel(contentsOf: modelPath)
        let expected = try model.decode(
            LatentPath.slerp.points(from: latents[0], to: latents[1], steps: 10), sampling: Sampling(temperature: 0.2), seed: 1,
            sharesNoise: true)
        #expect(page.strip.count == 10)
        for (own, other) in zip(page.strip, expected) {
            #expect(own.map(\.count) == other.strokes.map(\.count))
            for (point, expected) in zip(own.joined(), other.strokes.joined()) {
                #expect(abs(point[0] - expected.x) < 0.01 && abs(point[1] - expected.y) < 0.01)
            }
        }
    }

    private static var modelPath: String {
        StudioProcess.program.deletingLastPathComponent().path + "/SketchStudio_SketchModels.resources/Models/cat-pig.safetensors"
    }
}
