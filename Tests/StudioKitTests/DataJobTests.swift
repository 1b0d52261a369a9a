import Foundation
import SketchCore
import SketchFormats
import SketchInference
import StudioKit
import Testing

/// Drawings and latents as data, instead of and beside pictures.
@Suite struct DataJobTests {
    /// Every command that decodes a sheet, with the number of drawings that it decodes.
    private static func jobs(_ folder: JobFolder) throws -> [(job: any DataJob, count: Int)] {
        let (cat, pig) = (folder.path("cat.json"), folder.path("pig.json"))
        let few = ["--candidates", "2"]
        return [
            (try InterpolateJob(words: [cat, pig, cat, "--steps", "3", "--rows", "2"] + few), 12),
            (try GridJob(words: [cat, pig, pig, cat, "--size", "2"] + few), 4),
            (try AnalogyJob(words: [cat, pig, cat, "--count", "2"] + few), 2),
            (try ReconstructJob(words: [cat, pig, "--temperature", "0.1,0.5"] + few), 4),
            (try CompleteJob(words: [cat, "--count", "3"] + few), 3),
            (try SampleJob(words: ["--count", "3", "--temperature", "0.1,0.5"] + few), 6),
        ]
    }

    /// The largest distance of two drawings' coordinates, in pixels; infinite if their strokes differ.
    private static func distance(_ a: [Sketch], _ b: [Sketch]) -> Double {
        guard a.map({ $0.strokes.map(\.count) }) == b.map({ $0.strokes.map(\.count) }) else { return .infinity }
        return zip(a, b).reduce(0) { largest, pair in
            zip(pair.0.strokes.joined(), pair.1.strokes.joined()).reduce(largest) { largest, points in
                max(largest, abs(points.0.x - points.1.x), abs(points.0.y - points.1.y))
            }
        }
    }

    private static func sketches(_ path: String) throws -> [Sketch] { try SketchReader(path).records().map(\.sketch) }

    private static func write(_ job: any DataJob, _ output: String, latents: String? = nil) throws {
        var job = job
        job.output = output
        job.latentsPath = latents
        _ = try job.run(Reporter())
    }

    @Test func everyDrawingAndItsLatentAreWritten() throws {
        try JobFolder.with { folder in
            for (index, (job, count)) in try Self.jobs(folder).enumerated() {
                let name = type(of: job).manual.name
                let (records, arrays) = (folder.path("\(index).ndjson"), folder.path("\(index).npz"))
                try Self.write(job, records, latents: folder.path("\(index)-latents.npz"))
                try Self.write(job, arrays)
                let drawings = try Self.sketches(records)
                #expect(drawings.count == count, "\(name)")
                // The arrays have the same drawings in the same order, but for the position of the first point.
                let again = try Self.sketches(arrays + "#train")
                #expect(Self.distance(drawings.map(\.atOrigin), again.map(\.atOrigin)) < 0.02, "\(name)")
                let latents = try LatentFile.read(folder.path("\(index)-latents.npz"))
                #expect(latents.count == count && latents.allSatisfy { $0.model?.fingerprint != nil }, "\(name)")
                #expect(latents.map(\.word) == drawings.map(\.name), "\(name)")
            }
        }
    }

    /// A sheet of the drawings that were written has the strokes of the sheet that was made at once.
    @Test func theDataAreWhatThePictureShows() throws {
        try JobFolder.with { folder in
            for (index, (job, _)) in try Self.jobs(folder).enumerated() where !(job is CompleteJob) {
                var job = job
                let name = type(of: job).manual.name
                try job.setOptions(["no-curves": "", "fit": "each", "no-labels": "", "cell": "100px"])
                try Self.write(job, folder.path("\(index).ndjson"))
                try Self.write(job, folder.path("\(index).svg"))
                var render = try RenderJob(
                    words: [folder.path("\(index).ndjson"), "--no-curves", "--fit", "each", "--no-labels", "--cell", "100px"])
                render.output = folder.path("\(index)-render.svg")
                _ = try render.run(Reporter())
                func shapes(_ file: String) throws -> [Sketch] {
                    try SVGShapes.groups(String(decoding: folder.data(file), as: UTF8.self)).map(\.atOrigin)
                }
                let sheet = try shapes("\(index).svg")
                let rendered = try shapes("\(index)-render.svg")
                // A sheet shows its inputs, too.
                #expect(rendered.allSatisfy { drawing in sheet.contains { Self.distance([$0], [drawing]) < 0.02 } }, "\(name)")
            }
        }
    }

    @Test func latentsOfAnInterpolationDecodeToItsDrawings() throws {
        try JobFolder.with { folder in
            var job = try InterpolateJob(words: [folder.path("cat.json"), folder.path("pig.json"), "--steps", "4", "--plain"])
            job.output = folder.path("a.ndjson")
            job.latentsPath = folder.path("z.npz")
            _ = try job.run(Reporter())
            let drawings = try Self.sketches(folder.path("a.ndjson"))
            func decoded(_ words: [String]) throws -> [Sketch] {
                var decode = try DecodeJob(words: [folder.path("z.npz")] + words)
                decode.output = folder.path("b.ndjson")
                _ = try decode.run(Reporter())
                return try Self.sketches(folder.path("b.ndjson"))
            }
            #expect(try Self.distance(decoded(["--share-noise"]), drawings) == 0)
            #expect(try Self.distance(decoded([]), drawings) > 1)
        }
    }

    @Test func pathsThatCannotBeWrittenAreRefusedBeforeTheWork() throws {
        try JobFolder.with { folder in
            let (cat, pig) = (folder.path("cat.json"), folder.path("pig.json"))
            func expect(_ sentence: String, _ words: [String], output: String? = nil) {
                #expect("\(sentence)") {
                    var job = try InterpolateJob(words: [cat, pig])
                    job.output = output
                    for (name, value) in zip(words, words.dropFirst()) where name.hasPrefix("--") {
                        try job.setOptions([String(name.dropFirst(2)): value])
                    }
                    _ = try job.run(Reporter())
                } throws: { StudioError.sentence(for: $0) == sentence }
            }
            expect("--latents z.txt: the extension must be .json, .ndjson, .npz or .npy.", ["--latents", "z.txt"])
            expect("--latents -: the extension must be .json, .ndjson, .npz or .npy.", ["--latents", "-"])
            expect(
                "--latents writes the latents of one model: give one --model.",
                ["--latents", folder.path("z.npz"), "--model", "cat-pig", "--model", "creatures"])
            expect(
                "--latents and --output name the same file: \(folder.path("z.npz")).", ["--latents", folder.path("z.npz")],
                output: folder.path("z.npz"))
            // An existing file of latents is replaced; a drawing that is read is not.
            var job = try InterpolateJob(words: [cat, pig, "--steps", "1", "--plain"])
            job.output = folder.path("a.ndjson")
            for _ in 0..<2 {
                job.latentsPath = folder.path("z.json")
                _ = try job.run(Reporter())
            }
            job.latentsPath = cat
            #expect(throws: StudioError.self) { try job.run(Reporter()) }
            #expect(try String(decoding: folder.data("cat.json"), as: UTF8.self).contains("cat"))
        }
    }

    @Test func aModelWithoutLatentsHasNoneToWrite() throws {
        try JobFolder.with { folder in
            var job = try SampleJob(words: ["--model", "face", "--count", "1"])
            job.output = folder.path("a.ndjson")
            job.latentsPath = folder.path("z.npz")
            #expect(throws: StudioError.self) { try job.run(Reporter()) }
            #expect(!FileManager.default.fileExists(atPath: folder.path("a.ndjson")))
        }
    }

    /// A recipe is untrusted text and names no second file to write.
    @Test func recipesWriteNoLatents() throws {
        #expect(PictureJobs.job(of: "interpolate a.json b.json --latents z.npz") == nil)
        #expect(try !InterpolateJob(words: ["a.json", "b.json", "--latents", "z.npz"]).commandText.contains("latents"))
    }
}

extension PictureJob {
    fileprivate mutating func setOptions(_ values: [String: String]) throws {
        for (name, text) in values { try Self.options.all.first { $0.name == name }?.set(text, in: &self) }
    }
}

extension Sketch {
    /// The drawing with its first point at the origin.
    fileprivate var atOrigin: Sketch {
        guard let first = strokes.first?.first else { return self }
        return Sketch(strokes: strokes.map { $0.map { Point(x: $0.x - first.x, y: $0.y - first.y) } })
    }
}

/// The polygons of a sheet's groups.
private enum SVGShapes {
    static func groups(_ svg: String) -> [Sketch] {
        svg.components(separatedBy: "<g>").dropFirst().map { group in
            Sketch(
                strokes: group.components(separatedBy: " d=\"").dropFirst().flatMap { path in
                    path.prefix { $0 != "\"" }.split(separator: "M").map { line in
                        let numbers = line.replacing("h0", with: "").split { $0 == " " || $0 == "L" }.compactMap { Double($0) }
                        return stride(from: 0, to: numbers.count - 1, by: 2).map { Point(x: numbers[$0], y: numbers[$0 + 1]) }
                    }
                })
        }
    }
}
