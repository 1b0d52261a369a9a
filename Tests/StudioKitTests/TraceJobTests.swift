import Foundation
import SketchFormats
import SketchRendering
import SketchTracing
import StudioKit
import Testing

/// The job that traces scans. The scan of the corpus has a cross, and a filled rectangle that touches one of its lines.
@Suite struct TraceJobTests {
    private static func scan(_ name: String = "trace-cross-good") throws -> Data {
        try Data(contentsOf: #require(Bundle.module.url(forResource: "Corpus", withExtension: nil)).appendingPathComponent(name))
    }

    private static func job(_ folder: JobFolder, _ output: String, scan name: String = "trace-cross-good") throws -> TraceJob {
        try scan(name).write(to: folder.url.appendingPathComponent("page.png"))
        var job = TraceJob()
        job.scan = folder.path("page.png")
        job.destination = folder.path(output)
        return job
    }

    @Test func aScanBecomesADrawingInEachFormat() throws {
        try JobFolder.with { folder in
            for format in DrawingFileFormat.allCases {
                var job = try Self.job(folder, "out.\(format.rawValue)")
                job.className = "cross"
                let result = try job.run(Reporter())
                #expect(result.lines == [job.destination] && result.tracing.strokeCount == 3)
                let records = try SketchReader(job.destination).records()
                #expect(records.count == 1 && records[0].sketch.strokes.count == 3, "\(format)")
            }
        }
    }

    @Test func coordinatesArePixelsOfTheScan() throws {
        try JobFolder.with { folder in
            let job = try Self.job(folder, "out.json")
            _ = try job.run(Reporter())
            let sketch = try #require(try SketchReader(job.destination).records().first).sketch
            // The first line runs from 16, 16 to 79, 79, with a pen of 4 pixels.
            let bounds = try #require(sketch.bounds)
            #expect(abs(bounds.minX - 16) < 3 && abs(bounds.maxX - 79) < 3)
            #expect(abs(bounds.minY - 16) < 3 && abs(bounds.maxY - 83) < 6)
        }
    }

    @Test func thePreviewHasTheScansSizeAndColouredStrokes() throws {
        try JobFolder.with { folder in
            var job = try Self.job(folder, "out.svg")
            job.preview = folder.path("strokes.png")
            let result = try job.run(Reporter())
            #expect(result.lines == [job.destination, folder.path("strokes.png")])
            let image = try PNGImage(folder.data("strokes.png"))
            #expect(image.width == 96 && image.height == 96)
            let colours = (16..<80).map { image.colour(x: $0, y: $0) }
            #expect(colours.filter { abs($0.red - $0.blue) > 0.2 }.count > 30)
            // The paper is paler than in the scan.
            #expect(abs(image.colour(x: 2, y: 2).red - 242.0 / 255) < 0.01)
        }
    }

    @Test func theResultStatesWhatWasDone() throws {
        try JobFolder.with { folder in
            let result = try Self.job(folder, "out.ndjson").run(Reporter())
            #expect(result.note == "1 drawing, 3 strokes; traced as outlines: 1 filled area.")
            #expect(result.jsonText.contains(#""left_out":{"specks":0,"spurs":0,"short_strokes":0,"margins":0}"#))
        }
    }

    @Test func hostilePicturesAreRefusedInOneSentence() throws {
        try JobFolder.with { folder in
            for (name, text) in [
                ("trace-huge", "has 31623 x 31623 pixels; the limit is 100 million pixels."),
                ("trace-cut", "is not a readable PNG: the data ends too early."), ("trace-jpeg-cut", "is not a readable JPEG: "),
                ("json-record-good", "is not a PNG or JPEG picture."),
            ] {
                let job = try Self.job(folder, "out.json", scan: name)
                let error = #expect(throws: TracingError.self) { try job.run(Reporter()) }
                #expect(error?.description.contains(text) == true, "\(name)")
                #expect(!FileManager.default.fileExists(atPath: job.destination))
            }
        }
    }

    @Test func optionsThatDoNotFitAreRefused() throws {
        try JobFolder.with { folder in
            var job = try Self.job(folder, "out.json")
            job.preview = folder.path("strokes.jpg")
            #expect(throws: UsageError.self) { try job.run(Reporter()) }
            job.preview = nil
            job.tracing.drawingDistance = 9
            #expect(throws: UsageError.self) { try job.run(Reporter()) }
            job.tracing.separatesDrawings = true
            #expect(throws: Never.self) { try job.run(Reporter()) }
            // The preview must not replace the scan.
            job.preview = job.scan
            #expect(throws: StudioError.self) { try job.run(Reporter()) }
        }
    }
}
