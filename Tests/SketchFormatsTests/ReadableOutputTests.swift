import SketchCore
import SketchFormats
import Testing

/// What is written is read again: no drawing, page or archive is beyond the readers' limits.
@Suite struct ReadableOutputTests {
    private func written(_ sketches: [Sketch], _ format: DrawingFileFormat) throws -> [SketchRecord] {
        try DrawingFixture.inFolder { folder in
            let path = "\(folder)/a.\(format.rawValue)"
            let writer = try format.writer(path)
            for sketch in sketches { try writer.append(SketchRecord(sketch: sketch, kind: .prepared, key: "1")) }
            try writer.finish()
            return try SketchReader(path).records()
        }
    }

    private func line(_ x: Double...) -> Sketch { Sketch(strokes: [x.map { Point(x: $0, y: 0) }]) }

    @Test func coordinatesAndOffsetsThatNoReaderAcceptsAreNotWritten() throws {
        let far = line(-1_000_000, 0, 1_000_000)
        #expect(try written([far], .ndjson)[0].sketch.strokes[0].count == 3)
        #expect(try written([far], .csv)[0].sketch.strokes[0].count == 3)
        #expect(throws: UnwritableDrawing.tooFar) { try written([far], .svg) }
        for format in [DrawingFileFormat.npz, .csv] {
            #expect(throws: UnwritableDrawing.tooFar) { try written([line(-1_000_000, 1_000_000)], format) }
        }
        for format in [DrawingFileFormat.ndjson, .json] {
            #expect(throws: UnwritableDrawing.tooFar) { try written([line(0, 1_000_001)], format) }
        }
    }

    @Test func aPageHasAsManyColumnsAsFit() throws {
        let wide = line(0, 200_000)
        #expect(try written([Sketch](repeating: wide, count: 12), .svg)[0].sketch.strokes.count == 12)
        // Eleven rows fit, so that there are fourteen columns.
        let tall = Sketch(strokes: [[Point(x: 0, y: 0), Point(x: 0, y: 90_000)]])
        #expect(try written([Sketch](repeating: tall, count: 150), .svg)[0].sketch.strokes.count == 150)
        let large = Sketch(strokes: [[Point(x: 0, y: 0), Point(x: 400_000, y: 400_000)]])
        #expect(try written([Sketch](repeating: large, count: 4), .svg)[0].sketch.strokes.count == 4)
        let error = #expect(throws: (any Error).self) { try written([Sketch](repeating: large, count: 5), .svg) }
        #expect("\(String(describing: error))".contains("a page of 5 drawings would be larger than 1000000 pixels"))
    }

    @Test func anArchiveOfEqualDrawingsIsRead() throws {
        let sketch = Sketch(strokes: [[Point(x: 0, y: 0), Point(x: 9, y: 5)]])
        #expect(try written([Sketch](repeating: sketch, count: 30_000), .npz).count == 30_000)
    }
}
