import Foundation
import SketchFormats
import StudioKit
import Testing

/// Conversions in this process: what is written and counted, and which options exclude each other.
@Suite struct ConvertJobTests {
    private static func job(_ words: [String]) throws -> ConvertJob { try ConvertJob(words: words) }

    @Test func theLastOperandIsWhereDrawingsAreWritten() throws {
        try JobFolder.with { folder in
            let (cat, pig) = (folder.path("cat.json"), folder.path("pig.json"))
            let job = try Self.job([cat, pig, folder.path("out.ndjson")])
            #expect(job.inputs == [cat, pig] && job.destination == folder.path("out.ndjson"))
            let result = try job.run(Reporter())
            #expect(result.paths == [folder.path("out.ndjson")] && result.format == .ndjson)
            #expect(result.counts.read == 2 && result.counts.written == 2 && result.counts.dropped.count == 0)
            #expect(result.note == "2 drawings read, 2 written.")
            #expect(try folder.data("out.ndjson").split(separator: 10).count == 2)
        }
    }

    @Test func oneDrawingIsSingular() throws {
        try JobFolder.with { folder in
            let result = try Self.job([folder.path("cat.json"), folder.path("cat.csv")]).run(Reporter())
            #expect(result.note == "1 drawing read, 1 written.")
        }
    }

    /// Formats without classes, and `.bin` records, lose what records state.
    @Test func whatAFormatDoesNotKeepIsStated() throws {
        try JobFolder.with { folder in
            func losses(_ record: String, _ output: String) throws -> [String] {
                let lines = [record, #"{"word":"b","recognized":true,"drawing":[[[0,9,9,5],[0,0,9,8]]]}"#]
                try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: folder.path("in.ndjson")))
                var warnings: [String] = []
                let reporter = Reporter(isQuiet: false, showsProgress: false) { message in
                    if case .warning(let sentence) = message { warnings.append(sentence) }
                }
                _ = try Self.job([folder.path("in.ndjson"), folder.path(output)]).run(reporter)
                return warnings.map { $0.replacing(folder.path(output) + ": ", with: "") }
            }
            let record = #"{"word":"a","countrycode":"XYZ","key_id":"k","drawing":[[[0,1,2,9],[0,5,1,8]]]}"#
            let classes = "the format keeps no classes: those of 2 drawings (a, b) are lost."
            for output in ["a.npz", "a.csv"] { #expect(try losses(record, output) == [classes]) }
            #expect(
                try losses(record, "a.bin") == [
                    classes, "1 drawing has a country code that is not two letters, which the format cannot keep.",
                    "1 drawing does not state whether it was recognised and is written as recognised.",
                    "1 drawing has a key that is not a number, which the format cannot keep.",
                ])
            let known = #"{"word":"b","countrycode":"us","key_id":"7","recognized":false,"drawing":[[[0,1,2,9],[0,5,1,8]]]}"#
            for output in ["b.bin", "b.npz", "b.ndjson"] { #expect(try losses(known, output).isEmpty) }
            let read = try SketchReader(folder.path("b.bin")).records()[0]
            #expect(read.country == "US" && read.key == "7" && read.isRecognized == false)
        }
    }

    @Test func droppedDrawingsAreCountedByReason() throws {
        try JobFolder.with { folder in
            let words = [folder.path("cat.json"), folder.path("pig.json"), folder.path("out.json"), "--where", "word=pig"]
            let result = try Self.job(words).run(Reporter())
            #expect(result.note == "2 drawings read, 1 written; dropped: 1 (another word).")
            #expect(result.jsonText.contains(#""read":2,"written":1,"simplified":0,"dropped":{"another word":1}"#))
            #expect(throws: StudioError.self) { try Self.job(words + ["--max-points", "1"]).run(Reporter()) }
        }
    }

    @Test(arguments: [
        (["a.json"], "Name at least one file to read, then the file to write."),
        (["a.json", "b.json", "--epsilon", "1", "--no-simplify"], "--epsilon and --no-simplify cannot be combined."),
        (["a.json", "b.json", "--simplify", "--no-simplify"], "--simplify and --no-simplify cannot be combined."),
        (["a.json", "b.json", "--limit", "0"], "--limit 0: must be at least 1."),
        (["a.json", "b.json", "--epsilon", "300"], "--epsilon 300: must be from 0 to 255."),
        (
            ["a.json", "b.json", "--split-fractions", "1,2"],
            "--split-fractions 1,2: must be three fractions, for example 0.9,0.05,0.05."
        ),
        (
            ["a.json", "b.json", "--where", "colour=red"],
            "--where colour=red: must be NAME=VALUE, where NAME is word, countrycode, key_id or split."
        ),
        (
            ["a.json", "b.json", "--join", "2pt"],
            "--join 2pt: must be a number with px, mm, cm or in, for example 2px or 0.5mm."
        ),
        (["a.json", "b.json", "--reverse", "--no-reverse"], "--reverse and --no-reverse cannot be combined."),
        (["a.json", "b.json", "--no-reverse"], "--no-reverse has an effect only with --reorder."),
        (
            ["a.json", "b.txt"],
            "b.txt: unknown output format. Use the extension .ndjson, .json, .npz, .svg, .bin, .csv, or --format."
        ),
    ]) func wrongOptionsAreRefused(words: [String], sentence: String) {
        #expect(throws: UsageError(sentence)) { try Self.job(words) }
    }

    private static let plot = """
        <svg xmlns='http://www.w3.org/2000/svg' width='210mm' height='297mm' viewBox='0 0 210 297'>
        <g fill='none' stroke-width='.3'><path stroke='#000' d='M10 10L90 10L90 50'/><path stroke='#f00' d='M20 40L40 40'/>
        <path stroke='#000' d='M10 20C10 12 10 12 10 11'/><path stroke='#f00' d='M15 40L19 40'/></g></svg>
        """

    /// The example of the README: a page in millimetres stays one, and red stays red.
    @Test func aDocumentStaysWhereItIs() throws {
        try JobFolder.with { folder in
            try folder.write(Self.plot, "plot.svg")
            let words = [folder.path("plot.svg"), folder.path("out.svg"), "--reorder", "nearest"]
            let result = try Self.job(words).run(Reporter())
            #expect(result.counts.travel.after < result.counts.travel.before)
            let text = String(decoding: try folder.data("out.svg"), as: UTF8.self)
            #expect(text.contains("width=\"210mm\" height=\"297mm\" viewBox=\"0 0 210 297\""))
            let paths = text.split(separator: "\n").filter { $0.hasPrefix("<path") }.map { $0.split(separator: "\"")[1] }
            #expect(
                paths == ["M10 10L90 10 90 50", "M10 20C10 12 10 12 10 11", "M15 40L19 40", "M20 40L40 40"])
            #expect(text.components(separatedBy: "stroke=\"#f00\" stroke-width=\"0.3\"").count == 3)
            // Simplified where it is: the curve becomes its ends.
            _ = try Self.job([folder.path("plot.svg"), folder.path("thin.svg"), "--epsilon", "2"]).run(Reporter())
            let thin = String(decoding: try folder.data("thin.svg"), as: UTF8.self)
            #expect(
                thin.contains("d=\"M10 20L10 11\"") && thin.contains("width=\"210mm\"") && thin.contains("d=\"M20 40L40 40\""))
        }
    }

    @Test func strokesAreJoinedAndShortOnesDropped() throws {
        try JobFolder.with { folder in
            try folder.write(Self.plot, "plot.svg")
            let words = [
                folder.path("plot.svg"), folder.path("out.svg"), "--join", "1.1mm", "--min-stroke-length", "20mm", "--reverse",
            ]
            let result = try Self.job(words).run(Reporter())
            #expect(result.counts.strokes.before == 4 && result.counts.strokes.after == 2)
            #expect(result.jsonText.contains("\"strokes_before\":4,\"strokes_after\":2"))
            #expect(result.note?.contains("4 strokes before, 2 after") == true)
            let text = String(decoding: try folder.data("out.svg"), as: UTF8.self)
            #expect(
                text.contains("d=\"M90 50L90 10 10 10 10 11C10 12 10 12 10 20\"")
                    || text.contains("d=\"M10 20C10 12 10 12 10 11L10 10 90 10 90 50\""))
            #expect(text.contains("M15 40L19 40 20 40 40 40") || text.contains("M40 40L20 40 19 40 15 40"))
            #expect(throws: StudioError.self) {
                try Self.job([folder.path("plot.svg"), folder.path("none.svg"), "--min-stroke-length", "1000mm"]).run(Reporter())
            }
        }
    }

    @Test func aBudgetOfPointsThinsDrawings() throws {
        try JobFolder.with { folder in
            let drawing = #"{"word":"a","drawing":[[[0,10,20,30,40,50],[0,1,40,2,5,0]],[[0,9],[9,9]]]}"#
            try folder.write(drawing, "in.ndjson")
            let result = try Self.job([folder.path("in.ndjson"), folder.path("out.ndjson"), "--max-points", "6"]).run(Reporter())
            #expect(result.note == "1 drawing read, 1 written, 1 thinned." && result.jsonText.contains("\"thinned\":1"))
            let points = try SketchReader(folder.path("out.ndjson")).records()[0].sketch.strokes
            #expect(points.map { $0.map(\.x) } == [[0, 20, 30, 50], [0, 9]])
        }
    }

    /// Several documents on one page lose their pages.
    @Test func aNewPageIsAnnounced() throws {
        try JobFolder.with { folder in
            try folder.write(
                "<svg xmlns='http://www.w3.org/2000/svg' width='100mm' height='60mm'><path stroke='red' d='M9 9h9v9'/></svg>",
                "in.svg")
            for (inputs, output, isAnnounced) in [
                (["in.svg", "in.svg"], "a.svg", true), (["in.svg"], "b.svg", false), (["in.svg", "in.svg"], "folder", false),
                (["in.svg", "in.svg"], "a.ndjson", false), (["cat.json", "cat.json"], "a.svg", false),
            ] {
                var job = ConvertJob()
                (job.inputs, job.destination) = (inputs.map(folder.path), folder.path(output) + (output == "folder" ? "/" : ""))
                nonisolated(unsafe) var warnings: [String] = []
                let reporter = Reporter(isQuiet: false, showsProgress: false) {
                    if case .warning(let text) = $0 { warnings.append(text) }
                }
                _ = try job.run(reporter)
                #expect(warnings.contains { $0.contains("page size, positions and colours are not kept") } == isAnnounced)
            }
        }
    }
}
