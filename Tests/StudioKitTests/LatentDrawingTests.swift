import Foundation
import SketchFormats
import SketchInference
import StudioKit
import Testing

/// What files of latents state of the drawings, and what `decode` makes of it.
@Suite struct LatentDrawingTests {
    private static let names = ["l.json", "l.ndjson", "l.npz", "l.npy"]

    /// The latents of two drawings of a file whose words are not its name.
    private static func encode(_ folder: JobFolder, _ name: String) throws -> String {
        let (cat, pig) = (try folder.data("cat.json"), try folder.data("pig.json"))
        try (cat + Data("\n".utf8) + pig + Data("\n".utf8)).write(to: folder.url.appendingPathComponent("both.ndjson"))
        var job = EncodeJob()
        (job.files, job.model, job.output) = ([folder.path("both.ndjson")], "cat-pig", folder.path(name))
        _ = try job.run(Reporter())
        return folder.path(name)
    }

    private static func decode(_ file: String, to output: String? = nil) throws -> DecodeResult {
        var job = DecodeJob()
        (job.file, job.output, job.steps) = (file, output, 3)
        return try job.run(Reporter())
    }

    /// The same latents give the same records, labels and numbers, whatever the format of their file.
    @Test func everyFormatGivesTheSameDrawings() throws {
        try JobFolder.with { folder in
            var records: Set<Data> = []
            var labels: Set<[String]> = []
            var numbers: Set<String> = []
            for name in Self.names {
                let file = try Self.encode(folder, name)
                _ = try Self.decode(file, to: folder.path("o.ndjson"))
                records.insert(try folder.data("o.ndjson"))
                _ = try Self.decode(file, to: folder.path("o.svg"))
                let svg = String(decoding: try folder.data("o.svg"), as: UTF8.self)
                labels.insert(svg.matches(of: /<text [^>]*>([^<]*)</).map { String($0.1) })
                numbers.insert(try Self.decode(file).jsonText)
            }
            #expect(records.count == 1 && labels == [["cat", "pig"]] && numbers.count == 1)
            let lines = String(decoding: records.first ?? Data(), as: UTF8.self).split(separator: "\n")
            #expect(lines.count == 2 && lines[0].hasPrefix(#"{"word":"cat","key_id":""#))
            #expect(lines[1].hasPrefix(#"{"word":"pig","key_id":""#))
            let both = folder.path("both.ndjson")
            #expect(numbers.first?.contains(##""source":"\##(both)#1","index":1,"word":"pig","key":""##) == true)
        }
    }

    @Test(arguments: ["l.json", "l.ndjson", "l.npz"]) func latentsAreNotDrawings(name: String) throws {
        try JobFolder.with { folder in
            let file = try Self.encode(folder, name)
            let place = name == "l.npz" ? "" : ", line 1"
            for job in [try RenderJob(words: [file]), try InterpolateJob(words: [file, file])] as [any PictureJob] {
                var job = job
                job.output = folder.path("o.svg")
                let error = #expect(throws: FormatError.self) { try job.run(Reporter()) }
                #expect(
                    error.map { StudioError.sentence(for: $0) }
                        == "\(file)\(place): contains latents, not drawings. Make drawings of them with 'studio decode'.")
            }
        }
    }

    @Test(arguments: [([0x1F, 0x8B], "gzip"), ([0x42, 0x5A, 0x68], "bzip2")] as [([UInt8], String)])
    func compressedLatentsAreNamed(magic: [UInt8], program: String) throws {
        try JobFolder.with { folder in
            try Data(magic + [8, 0, 0]).write(to: folder.url.appendingPathComponent("l.json.gz"))
            let error = #expect(throws: InferenceError.self) { try Self.decode(folder.path("l.json.gz")) }
            #expect(error.map { "\($0)" }?.contains("compressed with \(program); unpack it first") == true)
        }
    }

    @Test(arguments: names) func aNumberSelectsALatent(name: String) throws {
        try JobFolder.with { folder in
            let file = try Self.encode(folder, name)
            #expect(try Self.decode(file + "#1").latents.map(\.word) == ["pig"])
            #expect(try Self.decode(file + "#0..").latents.map(\.word) == ["cat", "pig"])
            let error = #expect(throws: InferenceError.self) { try Self.decode(file + "#2") }
            #expect(error == .noSuchLatent(file: file, index: 2, count: 2))
            var job = AnalogyJob()
            (job.terms, job.output) = ([file + "#1", file + "#0", folder.path("pig.json")], folder.path("a.svg"))
            job.candidates.pull = 0
            let mean = try job.run(Reporter()).mean
            job.terms = [folder.path("pig.json"), folder.path("cat.json"), folder.path("pig.json")]
            job.model = "cat-pig"
            #expect(try job.run(Reporter()).mean == mean)
        }
    }

    /// The file that describes an array is found next to the array that a link leads to, and written there.
    @Test func aLinkToAnArrayHasItsDescription() throws {
        try JobFolder.with { folder in
            let file = try Self.encode(folder, "z.npy")
            let link = folder.path("l.npy")
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "z.npy")
            #expect(try Self.decode(link).latents.map(\.word) == ["cat", "pig"])
            try FileManager.default.removeItem(atPath: file + ".json")
            _ = try Self.encode(folder, "l.npy")
            #expect(FileManager.default.fileExists(atPath: file + ".json"))
            #expect(!FileManager.default.fileExists(atPath: link + ".json"))
            #expect(try Self.decode(file).latents.map(\.word) == ["cat", "pig"])
        }
    }

    @Test func theCauseOfAnotherPictureIsTheMissingDescription() throws {
        try JobFolder.with { folder in
            let file = try Self.encode(folder, "l.npy")
            _ = try Self.decode(file, to: folder.path("o.svg"))
            func again() throws -> [String] {
                var warnings: [String] = []
                var job = RecipeJob()
                (job.file, job.runsAgain, job.output) = (folder.path("o.svg"), true, folder.path("again.svg"))
                _ = try job.run(
                    Reporter(isQuiet: false, showsProgress: false) { if case .warning(let text) = $0 { warnings.append(text) } })
                return warnings
            }
            #expect(try again().isEmpty)
            try FileManager.default.removeItem(atPath: file + ".json")
            let (old, new) = (folder.path("o.svg"), folder.path("again.svg"))
            #expect(try again() == ["\(new) differs from \(old): the input \(file).json was not used."])
        }
    }
}
