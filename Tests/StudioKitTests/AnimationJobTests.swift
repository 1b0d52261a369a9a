import Foundation
import SketchCore
import SketchFormats
import SketchRendering
import StudioKit
import Testing

/// Animations instead of sheets.
@Suite struct AnimationJobTests {
    private static func jobs(_ folder: JobFolder) throws -> [any PictureJob] {
        let (cat, pig) = (folder.path("cat.json"), folder.path("pig.json"))
        let small = ["--size", "48", "--fps", "10"]
        return [
            try InterpolateJob(words: [cat, pig, "--steps", "3", "--candidates", "2"] + small),
            try SampleJob(words: ["--count", "2", "--candidates", "1"] + small), try RenderJob(words: [cat, pig] + small),
        ]
    }

    private static func data(_ job: any PictureJob, _ path: String) throws -> Data {
        var job = job
        job.output = path
        _ = try job.run(Reporter())
        return try Data(contentsOf: URL(fileURLWithPath: path))
    }

    @Test func aRecipeMakesTheSameBytesAgain() throws {
        try JobFolder.with { folder in
            for (index, job) in try Self.jobs(folder).enumerated() {
                let name = type(of: job).manual.name
                let first = try Self.data(job, folder.path("\(index).gif"))
                #expect(first.starts(with: Data("GIF89a".utf8)), "\(name)")
                var again = RecipeJob()
                (again.file, again.runsAgain, again.output) = (
                    folder.path("\(index).gif"), true, folder.path("\(index)-again.gif")
                )
                _ = try again.run(Reporter())
                #expect(try folder.data("\(index)-again.gif") == first, "\(name)")
                // As another format.
                again.output = folder.path("\(index)-again.webp")
                _ = try again.run(Reporter())
                #expect(try folder.data("\(index)-again.webp").starts(with: Data("RIFF".utf8)), "\(name)")
                #expect(try RecipeReader.json(in: folder.data("\(index)-again.webp")) == RecipeReader.json(in: first))
            }
        }
    }

    @Test func aPNGIsAnimatedOnRequest() throws {
        try JobFolder.with { folder in
            let still = try Self.data(
                RenderJob(words: [folder.path("cat.json")]), folder.path("a.png"))
            let loop = try Self.data(
                RenderJob(words: [folder.path("cat.json"), "--animate", "--size", "32"]), folder.path("b.png"))
            #expect(still.range(of: Data("acTL".utf8)) == nil && loop.range(of: Data("acTL".utf8)) != nil)
            let svg = try Self.data(
                RenderJob(words: [folder.path("cat.json"), "--animate", "--size", "32"]), folder.path("b.svg"))
            #expect(svg.range(of: Data("<animate ".utf8)) != nil)
        }
    }

    @Test func framesAloneAreNumberedFiles() throws {
        try JobFolder.with { folder in
            let words = [folder.path("cat.json"), "--size", "32", "--fps", "5", "--seconds"]
            var job = try RenderJob(words: words + ["4", "--frames", folder.path("f")])
            #expect(try job.run(Reporter()).output == folder.path("f"))
            func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path("f")).sorted() }
            #expect(try names().count == 20 && names().last == "00019.png")
            // Frames of another animation stay, unless they may be replaced; other files always do.
            job = try RenderJob(words: words + ["2", "--frames", folder.path("f")])
            #expect(throws: StudioError.self) { try job.run(Reporter()) }
            try folder.write("x", "f/notes.txt")
            job.outputOptions.replacesInput = true
            _ = try job.run(Reporter())
            #expect(try names().count == 11 && names().last == "notes.txt")
        }
    }

    @Test func contradictionsAreRefused() throws {
        try JobFolder.with { folder in
            let (cat, pig) = (folder.path("cat.json"), folder.path("pig.json"))
            func expect(_ sentence: String, _ job: any PictureJob, _ output: String) {
                #expect("\(sentence)") { _ = try Self.data(job, folder.path(output)) } throws: {
                    StudioError.sentence(for: $0).replacing(folder.url.path + "/", with: "") == sentence
                }
            }
            expect(
                "--size, --fps: no animation is made. Add --animate, or write .gif or .webp.",
                try RenderJob(words: [cat, "--size", "99", "--fps", "9"]), "a.png")
            expect("a.pdf: an animation is a .gif, .webp, .png or .svg.", try RenderJob(words: [cat, "--animate"]), "a.pdf")
            expect(
                "a.ndjson: an animation is a .gif, .webp, .png or .svg.",
                try InterpolateJob(words: [cat, pig, "--animate"]), "a.ndjson")
            expect(
                "--columns, --page: an animation has no such layout.",
                try RenderJob(words: [cat, "--columns", "2", "--page", "A4"]), "a.gif")
            expect("--rows 2: an animation has one row.", try InterpolateJob(words: [cat, pig, "--rows", "2"]), "a.gif")
            expect(
                "--temperature 0.1,0.2: an animation has one temperature.",
                try SampleJob(words: ["--temperature", "0.1,0.2"]), "a.gif")
            expect(
                "A transparent GIF would have jagged lines. Write WebP, PNG or SVG.",
                try RenderJob(words: [cat, "--background", "transparent"]), "a.gif")
            expect(
                "The animation would have 6000 frames of 4096 x 4096 pixels, more than 2000 million pixels in all. "
                    + "Use a smaller --size, fewer --fps or fewer --seconds.",
                try InterpolateJob(words: [cat, pig, "--size", "4096", "--fps", "50", "--seconds", "120"]), "a.webp")
            #expect(!FileManager.default.fileExists(atPath: folder.path("a.gif")))
        }
    }

    /// Points of frames that are decoded one by one move far where a stroke ends or begins; between aligned drawings they glide.
    @Test func linesOfAnInterpolationGlide() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("examples")
        try JobFolder.with { folder in
            func keys(_ steps: Int) throws -> [Animation.Key] {
                var job = try InterpolateJob(
                    words: ["cat", "pig"].map { root.appendingPathComponent($0 + ".json").path } + ["--steps", "\(steps)"])
                job.output = folder.path("\(steps).ndjson")
                _ = try job.run(Reporter())
                return try SketchReader(folder.path("\(steps).ndjson")).records().map { Animation.Key($0.sketch) }
            }
            let aligned = try AnimationFrames(Animation(try keys(10), motion: .morph)).largestMove()
            func moves(_ count: Int) throws -> [Double] {
                let drawings = Animation(try keys(count), motion: .morph).placedStrokes()
                return zip(drawings, drawings.dropFirst()).map { SketchMorph(from: $0, to: $1).longestMove }.sorted()
            }
            let frames = try moves(60)
            #expect(aligned < 40 && aligned < frames[58] / 3, "\(aligned) and \(frames)")
        }
    }
}
