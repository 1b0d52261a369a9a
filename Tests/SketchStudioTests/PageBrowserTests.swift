import Foundation
import LatentOps
import SketchInference
import TestSupport
import Testing

/// Pages in headless browsers: drawing with a mouse, a finger, a pen and the keyboard, saving, every view, sheets, and no request.
@Suite struct PageBrowserTests {
    private struct Page: Decodable {
        var title: String
        var tabs: [String]
        var points: [Int]
        var likes: [String]
        var missing: String
        var endings: [Int]
        var command: String
        var interpolate: String
        var latents: [[Float]]
        var strip: [[[[Double]]]]
        var unlabelled: Int
        var overflow: Int
        var requests: [String]
        var faults: [String]
        var refuses: Bool
    }

    /// What holds at the end of every page's use.
    private struct Ending: Decodable {
        var strokes: Int?
        var overflow: Int
        var requests: [String]
        var faults: [String]
        var refuses: Bool

        var isGood: Bool { overflow <= 0 && requests.isEmpty && faults.isEmpty && refuses }
    }

    private struct Sheet: Decodable {
        var drawings: Int
        var recipe: String
        var focused: Int
        var isEnlarged: Bool
        var isBack: Bool
        var slider: [String]
        var zoom: Double
    }

    private struct Edited: Decodable {
        var states: [String]
        var messages: [String]
    }

    private struct Found: Decodable {
        var wide: Page
        var narrow: Page
        var edited: Edited
        var sheet: Sheet
    }

    @Test(
        .enabled(if: NodeScript.hasChromium, "node or chromium is not installed; 'make browser-setup' installs them"))
    func aPersonUsesPagesInChromium() throws { try Self.use("chromium") }

    @Test(
        .enabled(if: NodeScript.hasFirefox, "node or firefox-esr is not installed; 'make browser-setup' installs them"))
    func aPersonUsesPagesInFirefox() throws { try Self.use("firefox") }

    private static func use(_ browser: String) throws {
        try StudioProcess.inFolder { studio in
            let title = "<b>Cats & pigs</b></script>"
            let page = try studio.run("page", "--model", "cat-pig", "--title", title, "--output", "page.html")
            #expect(page.status == 0, "\(page.errors)")
            #expect(try studio.run("draw", "--output", "draw.html").status == 0)
            #expect(try studio.run("interpolate", "cat.json", "pig.json", "--output", "sheet.html").status == 0)
            let output = try NodeScript.run(
                "use-pages.js",
                [browser] + ["page.html", "draw.html", "sheet.html", ""].map { studio.folder.appendingPathComponent($0).path },
                in: studio.folder)
            let found = try JSONDecoder().decode(Found.self, from: output)
            for (name, ending) in try JSONDecoder().decode([String: Ending].self, from: output) {
                #expect(ending.isGood, "\(name): \(ending)")
                if name == "keyboard" { #expect(ending.strokes == 1) }
            }
            for page in [found.wide, found.narrow] {
                #expect(page.title == "\(title)|\(title)")
                #expect(page.tabs == ["Continue", "Interpolate", "Arithmetic", "Temperature"])
                #expect(page.points == [40, 4] && page.unlabelled == 0)
                // The beginning itself is not offered as a drawing to finish it like.
                #expect(page.likes == (1...12).map { "example \($0)" } && page.missing == "Still empty: B.")
                #expect(page.endings.count == 6 && page.endings.allSatisfy { $0 > 0 })
                #expect(
                    page.command.hasPrefix("studio complete beginning.json --count 6 --latent example-1.json --model cat-pig"))
            }
            // One finger draws; a pen replaces a palm; a stroke that is undone ends; undo restores what Clear removes.
            #expect(found.edited.states == ["2", "2,2", "2,2", "", "2,2", "2", "2,2", ""])
            #expect(
                found.edited.messages == [
                    "x.json is neither JSON nor SVG.", "d.json contains no drawings that this page can read.",
                    "r.json contains no drawings that this page can read.", "e.svg contains no drawings that this page can read.",
                    "m.ndjson contains 2 drawings; the first is shown.",
                ])
            try checkSheet(found.sheet, studio)
            #expect(try studio.run("convert", "drawings.ndjson", "all.json").status == 0)
            // The files of the first width were saved first and are not overwritten; the pads have the same proportions.
            try checkStrip(found.wide, studio)
        }
    }

    /// The slider reaches every step, and the drawings of the sheet are saved as they are.
    private static func checkSheet(_ sheet: Sheet, _ studio: StudioProcess) throws {
        #expect(sheet.drawings == 12 && sheet.focused == 1 && sheet.isEnlarged && sheet.isBack)
        #expect(sheet.slider.count == 10 && sheet.slider[0] == "t 0.00 t = 0.00" && sheet.slider[9] == "t 1.00 t = 1.00")
        #expect(abs(sheet.zoom - 1.5) < 0.01 && sheet.recipe.hasPrefix("studio interpolate cat.json pig.json --steps 10"))
        let drawings = try ["cat.json", "saved/cat.json"].map { file in
            let records = try JSONSerialization.jsonObject(with: Data(contentsOf: studio.folder.appendingPathComponent(file)))
            return (records as? [String: Any])?["drawing"] as? [[[Int]]]
        }
        #expect(drawings[0] == drawings[1] && drawings[0] != nil)
        for file in ["saved/t-0.00.json", "saved/t-0.00.svg"] {
            #expect(try studio.run("encode", file, "--model", "cat-pig", "--output", "z.json", "--force").status == 0)
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
        StudioProcess.program.deletingLastPathComponent().path + "/SketchStudio_ModelFiles.resources/Models/cat-pig.safetensors"
    }
}
