import Foundation
import SketchCore
import SketchFormats
import Testing

/// What is written is read again: no drawing, page or archive is beyond the readers' limits.
@Suite struct ReadableOutputTests {
    private func written(_ sketches: [Sketch], _ format: DrawingFileFormat) throws -> (records: [SketchRecord], notes: [String]) {
        try DrawingFixture.inFolder { folder in
            let path = "\(folder)/a.\(format.rawValue)"
            let writer = try format.writer(path)
            for sketch in sketches { try writer.append(SketchRecord(sketch: sketch, kind: .prepared, key: "1")) }
            try writer.finish()
            var notes: [String] = []
            let observer = ReadingObserver(note: { notes.append($0) })
            return (try SketchReader(path).records(observer: observer), notes)
        }
    }

    private func line(_ x: Double...) -> Sketch { Sketch(strokes: [x.map { Point(x: $0, y: 0) }]) }

    @Test func coordinatesAndOffsetsThatNoReaderAcceptsAreNotWritten() throws {
        let far = line(-1_000_000, 0, 1_000_000)
        #expect(try written([far], .ndjson).records[0].sketch.strokes[0].count == 3)
        #expect(try written([far], .csv).records[0].sketch.strokes[0].count == 3)
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
        #expect(try written([Sketch](repeating: wide, count: 12), .svg).records[0].sketch.strokes.count == 12)
        // Eleven rows fit, so that there are fourteen columns.
        let tall = Sketch(strokes: [[Point(x: 0, y: 0), Point(x: 0, y: 90_000)]])
        #expect(try written([Sketch](repeating: tall, count: 150), .svg).records[0].sketch.strokes.count == 150)
        let large = Sketch(strokes: [[Point(x: 0, y: 0), Point(x: 400_000, y: 400_000)]])
        #expect(try written([Sketch](repeating: large, count: 4), .svg).records[0].sketch.strokes.count == 4)
        let error = #expect(throws: (any Error).self) { try written([Sketch](repeating: large, count: 5), .svg) }
        #expect("\(String(describing: error))".contains("a page of 5 drawings would be larger than 1000000 pixels"))
    }

    private static let waves = (0..<12).map { start in
        Sketch(strokes: [
            (0..<40).map { Point(x: 6 * Double($0), y: (40 + 30 * sin(Double($0) / 3 + Double(start))).rounded()) }
        ])
    }

    /// Offsets that look like positions, and a dot before other strokes.
    @Test func oddDrawingsAreReadWithoutAGuess() throws {
        let square = Sketch(strokes: [[(0, 0), (20, 20), (110, 40), (170, 120), (190, 140)].map { Point(x: $0, y: $1) }])
        let dots = Sketch(strokes: [
            [Point(x: 0, y: 0)], [Point(x: 40, y: 40), Point(x: 50, y: 60), Point(x: 60, y: 40)], [Point(x: 9, y: 9)],
        ])
        let twoDots = Sketch(strokes: [[Point(x: 0, y: 0)], [Point(x: 30, y: 10)]])
        let closed = Sketch(strokes: [[(0, 0), (20, 20), (110, 40), (120, 200), (140, 220)].map { Point(x: $0, y: $1) }])
        for sketches in [Self.waves, [square], [dots], [twoDots], [closed], [dots, square] + Self.waves] {
            for format in [DrawingFileFormat.npz, .csv, .ndjson, .json] {
                let (records, notes) = try written(sketches, format)
                #expect(records.map { moved($0.sketch).strokes } == sketches.map { moved($0).strokes }, "\(format)")
                #expect(notes.isEmpty, "\(format): \(notes)")
            }
        }
    }

    private func moved(_ sketch: Sketch) -> Sketch {
        guard let first = sketch.strokes.first?.first else { return sketch }
        return Sketch(strokes: sketch.strokes.map { $0.map { Point(x: $0.x - first.x, y: $0.y - first.y) } })
    }

    /// The archive's comment, not the names of the arrays, states that rows are offsets.
    @Test func anArchiveWithoutTheCommentIsExamined() throws {
        try DrawingFixture.inFolder { folder in
            let writer = try DrawingFileFormat.npz.writer(folder + "/a.npz")
            for sketch in Self.waves { try writer.append(SketchRecord(sketch: sketch, kind: .prepared, key: "1")) }
            try writer.finish()
            let comment = "stroke-3 (dx, dy, p)"
            var bytes = [UInt8](FileManager.default.contents(atPath: folder + "/a.npz") ?? Data())
            #expect(bytes.suffix(comment.utf8.count).elementsEqual(comment.utf8))
            #expect(try DrawingFixture.read(bytes).count == Self.waves.count)
            bytes.removeLast(comment.utf8.count)
            bytes[bytes.count - 2] = 0
            #expect(try DrawingFixture.refusal(bytes)?.contains("can be read as offsets") == true)
        }
    }

    @Test func anArchiveOfEqualDrawingsIsRead() throws {
        let sketch = Sketch(strokes: [[Point(x: 0, y: 0), Point(x: 9, y: 5)]])
        #expect(try written([Sketch](repeating: sketch, count: 30_000), .npz).records.count == 30_000)
    }
}
