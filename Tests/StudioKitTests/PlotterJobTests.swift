import Foundation
import SketchPlotter
import StudioKit
import Testing

@Suite struct PlotterJobTests {
    private static let square = """
        <svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297">
        <path fill="none" stroke="#f00" d="M20 30H60V70H20Z"/></svg>
        """

    private func plot(_ folder: JobFolder, _ words: [String], _ name: String = "a.svg") throws -> String {
        var job = try PlotterJob(words: words)
        job.output = folder.path(name)
        _ = try job.run(Reporter())
        return String(decoding: try folder.data(name), as: UTF8.self)
    }

    @Test func aDrawingFillsThePageWithinItsMargins() throws {
        try JobFolder.with { folder in
            let svg = try plot(folder, [folder.path("cat.json"), "--margin", "20mm", "--no-curves", "--line-width", "1mm"])
            #expect(svg.contains(#"width="210mm" height="297mm" viewBox="0 0 210 297""#))
            // 255 pixels become 210 - 40 - 1 mm.
            #expect(svg.contains("M20.5 ") || svg.contains("L20.5 "))
            #expect(svg.contains("L189.5 ") && svg.contains(#"stroke-width="1""#))
            let wide = try plot(folder, [folder.path("cat.json"), "--page", "A4", "--landscape"])
            #expect(wide.contains(#"width="297mm" height="210mm""#))
        }
    }

    @Test func aDrawingFromAPageKeepsItsSizeAndPlace() throws {
        try JobFolder.with { folder in
            try folder.write(Self.square, "square.svg")
            let svg = try plot(folder, [folder.path("square.svg")])
            for corner in ["20 30", "60 30", "60 70", "20 70"] { #expect(svg.contains(corner), "\(corner)") }
            let fitted = try plot(folder, [folder.path("square.svg"), "--fit-page", "--margin", "5mm"])
            #expect(!fitted.contains("20 30") && fitted.contains("5.15 "))
            // On a page where it does not fit at its place, it is centred.
            let small = try plot(folder, [folder.path("square.svg"), "--page", "50x50mm"])
            #expect(small.contains("5 5") && small.contains("45 45"))
            #expect(throws: PlotterError.self) {
                try plot(folder, [folder.path("square.svg"), "--page", "30x30mm", "--true-size"])
            }
        }
    }

    /// Illustrator, cairo and matplotlib write points or only a viewBox.
    @Test(arguments: [
        ("width='72pt' height='6pc'", "25.4mm", "25.4mm"), ("width='400q' height='1in' viewBox='0 0 9 9'", "100mm", "25.4mm"),
        ("viewBox='0 0 96 192'", "25.4mm", "50.8mm"), ("width='100%' height='100%' viewBox='0,0,96,192'", "25.4mm", "50.8mm"),
    ])
    func thePageIsTheDocuments(attributes: String, width: String, height: String) throws {
        try JobFolder.with { folder in
            try folder.write(
                "<svg xmlns='http://www.w3.org/2000/svg' \(attributes)><path d='M1 1L5 5' stroke='red'/></svg>", "a.svg")
            #expect(try plot(folder, [folder.path("a.svg")], "b.svg").contains("width=\"\(width)\" height=\"\(height)\""))
        }
    }

    @Test func strokesThatLeaveTheirPageAreCutWhereTheyAre() throws {
        try JobFolder.with { folder in
            let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='50mm' height='50mm' viewBox='0 0 50 50'><path stroke='red' "
            try folder.write(svg + "d='M-10 20L90 20'/><path stroke='red' d='M10 30L20 30'/></svg>", "a.svg")
            let text = try plot(folder, [folder.path("a.svg")], "b.svg")
            #expect(text.contains("0 20") && text.contains("50 20") && text.contains("10 30"))
            // An enormous page is not one; the message says so.
            try folder.write(svg.replacing("50mm", with: "20000mm") + "d='M10 20L40 20'/></svg>", "huge.svg")
            var warnings: [String] = []
            var job = try PlotterJob(words: [folder.path("huge.svg")])
            job.output = folder.path("c.svg")
            _ = try job.run(
                Reporter(isQuiet: false, showsProgress: false) { if case .warning(let text) = $0 { warnings.append(text) } })
            #expect(warnings.contains { $0.contains("no size between 0.4 mm and 5 m") })
        }
    }

    @Test func aDocumentKeepsItsPageColoursAndLayers() throws {
        try JobFolder.with { folder in
            try folder.write(
                """
                <svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" \
                width="120mm" height="80mm" viewBox="0 0 120 80">
                <g inkscape:groupmode="layer" inkscape:label="sky" stroke="#00f" fill="none"><path d="M10 10H50"/></g>
                <g inkscape:groupmode="layer" inkscape:label="grass" stroke="rgb(0,128,0)" fill="none">
                <path d="M10 70H110"/><path stroke="tomato" d="M60 20L60 30"/></g></svg>
                """, "a.svg")
            let svg = try plot(folder, [folder.path("a.svg")], "b.svg")
            #expect(svg.contains(#"width="120mm" height="80mm""#))
            for (label, path) in [("1 #0000FF, sky", "10 10"), ("2 #008000, grass", "10 70"), ("3 #FF6347, grass", "60 20")] {
                #expect(svg.contains(#"inkscape:label="\#(label)""#) && svg.contains(path), "\(label)")
            }
        }
    }

    @Test func severalDrawingsAreASheetWithLetters() throws {
        try JobFolder.with { folder in
            let files = [folder.path("cat.json"), folder.path("pig.json")]
            let labelled = try plot(folder, files)
            let plain = try plot(folder, files + ["--no-labels"])
            #expect(labelled.count(of: "<path") > plain.count(of: "<path") + 3)
            #expect(plain.count(of: "<path") == 3)
            #expect(throws: UsageError.self) { try plot(folder, files + ["--true-size"]) }
        }
    }

    @Test(arguments: [("a.hpgl", "IN;"), ("a.plt", "IN;"), ("a.gcode", "; studio"), ("a.nc", "; studio"), ("a.svg", "<?xml")])
    func theExtensionSelectsTheFormat(name: String, start: String) throws {
        try JobFolder.with { folder in
            let text = try plot(folder, [folder.path("cat.json")], name)
            #expect(text.hasPrefix(start))
        }
    }

    @Test func theProfileAndTheOutputMustAgree() throws {
        try JobFolder.with { folder in
            let cat = folder.path("cat.json")
            try folder.write(#"{"base": "grbl-z", "area": [100, 100]}"#, "small.json")
            #expect(throws: UsageError.self) { try plot(folder, [cat, "--profile", "hpgl"], "a.gcode") }
            #expect(throws: PlotterError.unknownProfile("hpgk")) { try plot(folder, [cat, "--profile", "hpgk"], "a.hpgl") }
            #expect(throws: PlotterError.self) { try plot(folder, [cat, "--profile", folder.path("small.json")], "a.gcode") }
            let words = [cat, "--profile", folder.path("small.json"), "--page", "100x80mm"]
            let code = try plot(folder, words, "a.gcode")
            #expect(code.contains("G1 Z0 F600"))
        }
    }

    @Test func theResultHasTheLengthsOfEachPen() throws {
        try JobFolder.with { folder in
            var job = try PlotterJob(words: [
                folder.path("cat.json"), folder.path("pig.json"), "--pens", "2", "--color-by", "step",
            ])
            job.output = folder.path("a.hpgl")
            let result = try job.run(Reporter())
            let object = try JSONSerialization.jsonObject(with: Data(result.jsonText.utf8)) as? [String: Any]
            let pens = try #require(object?["pens"] as? [[String: Any]])
            #expect(pens.count == 2 && object?["sketches"] as? Int == 2 && object?["profile"] as? String == "hpgl")
            let up = try #require(object?["pen_up_mm"] as? Double)
            #expect(up <= (object?["pen_up_mm_before"] as? Double ?? 0))
            #expect(abs(pens.reduce(0) { $0 + ($1["pen_up_mm"] as? Double ?? 0) } - up) < 1e-6)
            #expect(result.note?.contains("2 pens; about") == true)
        }
    }

    // MARK: Sheets of other commands

    private func sheet<Job: PictureJob>(_ job: Job, _ folder: JobFolder, _ name: String, pens: Int?) throws -> String {
        var job = job
        (job.output, job.outputOptions.plotter, job.outputOptions.pens) = (folder.path(name), "svg", pens)
        _ = try job.run(Reporter())
        return String(decoding: try folder.data(name), as: UTF8.self)
    }

    @Test func anInterpolationIsPlottedByFourPens() throws {
        try JobFolder.with { folder in
            let words = [folder.path("cat.json"), folder.path("pig.json"), "--steps", "6", "--page", "A4", "--landscape"]
            let svg = try sheet(InterpolateJob(words: words), folder, "a.svg", pens: 4)
            #expect(svg.count(of: #"inkscape:groupmode="layer""#) == 4)
            #expect(svg.contains(#"inkscape:label="2 #000000, cat and pig""#))
            #expect(svg.contains(#"width="297mm" height="210mm""#))
            #expect(svg.contains("t = 0.0 and t = 0.2"))
            #expect(try sheet(InterpolateJob(words: words), folder, "b.svg", pens: 4) == svg)
            // A pen for each colour: the steps, and black for inputs and labels.
            #expect(try sheet(InterpolateJob(words: words), folder, "c.svg", pens: nil).count(of: "groupmode") == 7)
        }
    }

    @Test func aSheetIsPlottedFromItsRecipe() throws {
        try JobFolder.with { folder in
            let words = [folder.path("cat.json"), folder.path("pig.json")]
            let plotted = try sheet(RenderJob(words: words), folder, "a.svg", pens: 1)
            var job = try RenderJob(words: words)
            job.output = folder.path("a.png")
            _ = try job.run(Reporter())
            var recipe = RecipeJob()
            (recipe.file, recipe.runsAgain, recipe.output) = (folder.path("a.png"), true, folder.path("b.svg"))
            (recipe.outputOptions.plotter, recipe.outputOptions.pens) = ("svg", 1)
            _ = try recipe.run(Reporter())
            #expect(String(decoding: try folder.data("b.svg"), as: UTF8.self) == plotted)
        }
    }

    @Test func wrongUsesOfPlotterOptionsAreRefused() throws {
        try JobFolder.with { folder in
            var job = try RenderJob(words: [folder.path("cat.json")])
            (job.output, job.outputOptions.pens) = (folder.path("a.png"), 3)
            #expect(throws: UsageError.self) { try job.run(Reporter()) }
            (job.outputOptions.plotter, job.outputOptions.pens) = ("hpgl", nil)
            #expect(throws: UsageError.self) { try job.run(Reporter()) }
            job.outputOptions.plotter = "nothing"
            #expect(throws: PlotterError.self) { try job.run(Reporter()) }
            job.outputOptions.plotter = "grbl-z"
            job.output = folder.path("a.gcode")
            _ = try job.run(Reporter())
            #expect(try folder.data("a.gcode").starts(with: Data("; studio".utf8)))
        }
    }

    @Test func recipesOfTheFormerNameOfLossesAreRun() throws {
        #expect(PictureJobs.job(of: "plot run --title A") is LossesJob)
        #expect(PictureJobs.job(of: "losses run --title A") is LossesJob)
    }
}

extension String {
    fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}
