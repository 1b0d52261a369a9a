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
            ["a.json", "b.txt"],
            "b.txt: unknown output format. Use the extension .ndjson, .json, .npz, .svg, .bin, .csv, or --format."
        ),
    ]) func wrongOptionsAreRefused(words: [String], sentence: String) {
        #expect(throws: UsageError(sentence)) { try Self.job(words) }
    }
}
