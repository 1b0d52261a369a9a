import Foundation
import SketchFormats
import StudioKit
import Testing

/// What jobs do with files that other programs wrote: bad records, folders, notes.
@Suite struct ReadingJobTests {
    /// 200 lines, of which 2 and 5 are bad.
    static func write(_ name: String, in folder: JobFolder) throws {
        let lines = (1...200).map { number in
            number == 2 || number == 5
                ? #"{"word":"bad","drawing":[]}"#
                : #"{"word":"cat","key_id":"\#(number)","drawing":[[[0,\#(number % 250),255,200,60,0],[90,0,100,255,240,90]]]}"#
        }
        try folder.write(lines.joined(separator: "\n"), name)
    }

    /// Runs a job and returns its warnings.
    static func warnings<Job: StudioJob>(_ job: Job) throws -> (Job.Result, [String]) {
        var warnings: [String] = []
        let reporter = Reporter(isQuiet: false, showsProgress: false) {
            if case .warning(let text) = $0 { warnings.append(text) }
        }
        return (try job.run(reporter), warnings)
    }

    static func expect(_ warnings: [String]) {
        #expect(warnings.contains { $0.contains("bad.ndjson, line 2: the drawing has no strokes") }, "\(warnings)")
        #expect(warnings.contains { $0.contains("bad.ndjson, line 5: ") }, "\(warnings)")
        #expect(warnings.contains { $0.contains("2 records or files could not be read and were skipped.") }, "\(warnings)")
    }

    /// The job of words, which cannot name an output.
    private static func job<Job: StudioJob>(_: Job.Type, _ words: [String], to output: String) throws -> Job {
        var job = try Job(words: words)
        job.output = output
        return job
    }

    @Test func convertKeepsGoing() throws {
        try JobFolder.with { folder in
            try Self.write("bad.ndjson", in: folder)
            let words = [folder.path("bad.ndjson"), folder.path("out.ndjson")]
            #expect(throws: FormatError.self) { try ConvertJob(words: words).run(Reporter()) }
            let (result, warnings) = try Self.warnings(ConvertJob(words: words + ["--keep-going"]))
            Self.expect(warnings)
            #expect(result.note == "198 drawings read, 198 written; dropped: 2 (unreadable after an error).")
        }
    }

    @Test func datasetInfoKeepsGoing() throws {
        try JobFolder.with { folder in
            try Self.write("bad.ndjson", in: folder)
            #expect(throws: FormatError.self) { try DatasetInfoJob(words: [folder.path("bad.ndjson")]).run(Reporter()) }
            let (result, warnings) = try Self.warnings(DatasetInfoJob(words: [folder.path("bad.ndjson"), "--keep-going"]))
            Self.expect(warnings)
            #expect(result.sketches == 198)
        }
    }

    @Test func encodeAndEvaluateKeepGoing() throws {
        try JobFolder.with { folder in
            try Self.write("bad.ndjson", in: folder)
            let (input, output) = (folder.path("bad.ndjson"), folder.path("z.json"))
            #expect(throws: FormatError.self) { try Self.job(EncodeJob.self, [input], to: output).run(Reporter()) }
            let (encoded, warnings) = try Self.warnings(Self.job(EncodeJob.self, [input, "--keep-going"], to: output))
            Self.expect(warnings)
            #expect(encoded.count == 198)
            let (_, others) = try Self.warnings(EvaluateJob(words: [folder.path("bad.ndjson"), "--keep-going"]))
            Self.expect(others)
        }
    }

    @Test func trainKeepsGoing() throws {
        try JobFolder.with { folder in
            try Self.write("bad.ndjson", in: folder)
            var job = TrainJob()
            (job.data, job.output) = ([folder.path("bad.ndjson")], folder.path("run"))
            job.hyperparameters = [
                "num_steps": "1", "batch_size": "2", "enc_rnn_size": "8", "dec_rnn_size": "8", "z_size": "2",
                "num_mixture": "2",
            ]
            #expect(throws: FormatError.self) { try job.run(Reporter()) }
            job.reading.keepsGoing = true
            let (result, warnings) = try Self.warnings(job)
            Self.expect(warnings)
            #expect(result.skipped.counts[.unreadable] == 2)
        }
    }

    /// The places of more than five errors are listed by file.
    @Test func manyErrorsAreListedBriefly() throws {
        try JobFolder.with { folder in
            let good = #"{"word":"cat","drawing":[[[0,9,255,200],[90,0,100,255]]]}"#
            try folder.write(((1...30).map { _ in "{}" } + [good]).joined(separator: "\n"), "bad.ndjson")
            let (_, warnings) = try Self.warnings(DatasetInfoJob(words: [folder.path("bad.ndjson"), "--keep-going"]))
            #expect(warnings.filter { $0.contains("an object without \"drawing\"") }.count == 5)
            #expect(warnings.contains { $0.contains("bad.ndjson: line 6, line 7, ") && $0.contains("line 25 and 5 more.") })
            #expect(warnings.contains { $0.hasPrefix("30 records or files") })
        }
    }

    @Test func foldersAreReadWhereverSeveralDrawingsAre() throws {
        try JobFolder.with { folder in
            try FileManager.default.createDirectory(atPath: folder.path("in/sub"), withIntermediateDirectories: true)
            for name in ["cat", "pig"] {
                try FileManager.default.copyItem(
                    atPath: folder.path(name + ".json"), toPath: folder.path("in/\(name == "pig" ? "sub/" : "")\(name).json"))
            }
            let input = folder.path("in")
            for (flags, count) in [([], 1), (["--recursive"], 2)] {
                #expect(try Self.job(EncodeJob.self, [input] + flags, to: folder.path("z.json")).run(Reporter()).count == count)
                #expect(try Self.job(RenderJob.self, [input] + flags, to: folder.path("a.svg")).run(Reporter()).sketches == count)
                #expect(try Self.job(ReconstructJob.self, [input] + flags, to: folder.path("b.svg")).run(Reporter()).sketches > 0)
                #expect(try DatasetInfoJob(words: [input] + flags).run(Reporter()).sketches == count)
                _ = try Self.job(CompleteJob.self, [input, "--count", "1"] + flags, to: folder.path("c.svg")).run(Reporter())
            }
            #expect(
                try Self.job(RenderJob.self, [input, "--recursive", "--limit", "1"], to: folder.path("a.svg")).run(Reporter())
                    .sketches
                    == 1)
        }
    }

    @Test func yIsMirroredOnRequest() throws {
        try JobFolder.with { folder in
            try folder.write("[[1,-2,0],[3,4,1]]", "up.json")
            _ = try ConvertJob(words: [folder.path("up.json"), folder.path("a.csv"), "--flip-y"]).run(Reporter())
            #expect(String(decoding: try folder.data("a.csv"), as: UTF8.self) == "drawing,dx,dy,p\n0,1,2,0\n0,3,-4,1\n")
        }
    }

    @Test func notesAreWarnings() throws {
        try JobFolder.with { folder in
            try folder.write("[[1,-2,0],[3,4,1],[0,0,0]]", "a.json")
            let (_, warnings) = try Self.warnings(ConvertJob(words: [folder.path("a.json"), folder.path("b.json")]))
            #expect(warnings == ["\(folder.path("a.json")): 1 row of padding after the end removed from 1 drawing."])
        }
    }

    /// A beginning keeps its size, whether its numbers are whole or not.
    @Test func beginningsKeepTheirSize() throws {
        try JobFolder.with { folder in
            try folder.write(#"{"drawing":[[[212,204,188,191,200],[200,211,200,191,188]]]}"#, "whole.json")
            try folder.write(#"{"drawing":[[[212.25,204,188.25,191,200],[200,211,200,191,188]]]}"#, "decimal.json")
            try folder.write(#"{"drawing":[[[1000,0,500,1000,30],[0,1000,200,191,188]]]}"#, "large.json")
            for (name, flags, side) in [
                ("whole", [], "24.0"), ("decimal", [], "24.0"), ("large", [], "255"), ("whole", ["--prefix-size", "48"], "48.0"),
                ("decimal", ["--prefix-size", "48"], "48.0"),
            ] {
                var notes: [String] = []
                let reporter = Reporter(isQuiet: false, showsProgress: false) {
                    if case .note(let text) = $0 { notes.append(text) }
                }
                let words = [folder.path(name + ".json"), "--count", "1"] + flags
                let job = try Self.job(CompleteJob.self, words, to: folder.path("a.svg"))
                _ = try job.run(reporter)
                #expect(notes.contains { $0.contains("larger side of the beginning is \(side) of 255 pixels") }, "\(notes)")
            }
        }
    }
}
