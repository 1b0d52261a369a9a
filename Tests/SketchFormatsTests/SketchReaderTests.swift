import Foundation
import SketchCore
import SketchFormats
import Testing

/// Accepted and rejected files, and the sentences of errors.
@Suite struct SketchReaderTests {
    func read(
        _ text: String, as name: String = "file.json", _ format: SketchReader.InputFormat? = nil
    )
        throws -> [SketchRecord]
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent(name.split(separator: "#")[0].description).path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let suffix = name.contains("#") ? "#" + name.split(separator: "#")[1] : ""
        return try SketchReader(path + suffix, options: ReadOptions(format: format)).records()
    }

    let corner = [[Point(x: 0, y: 0), Point(x: 10, y: 0), Point(x: 10, y: 20)]]

    @Test(arguments: [
        #"{"word":"corner","key_id":"7","drawing":[[[0,10,10],[0,0,20]]]}"#,
        "[[[0,10,10],[0,0,20]]]",
        "[[[0,0],[10,0],[10,20],[10,20]]]",
        #"[[{"x":0,"y":0},{"x":10,"y":0},{"x":10,"y":20}]]"#,
        #"[{"x":0,"y":0},{"x":10,"y":0},{"x":10,"y":20}]"#,
        "[[10,0,0],[0,20,1]]",
        "[[10,0,1,0,0],[0,20,0,1,0],[0,0,0,0,1]]",
        #"{"sketches":[[[10,0,1,0,0],[0,20,0,1,0],[0,0,0,0,1]]]}"#,
        "[\n  [[0, 10, 10],\n   [0, 0, 20]]\n]\n",
    ])
    func everyFormGivesTheSameDrawing(text: String) throws {
        let records = try read(text)
        #expect(records.count == 1)
        var points = records[0].sketch.strokes[0]
        if points.count == 4, points[2] == points[3] { points.removeLast() }
        #expect(points == corner[0])
        #expect(records[0].kind == .prepared)
    }

    @Test func recordsHaveNameAndKey() throws {
        let record = try read(#"{"word":"cat","key_id":"123","drawing":[[[0,1],[0,1]]]}"#)[0]
        #expect(record.sketch.name == "cat")
        #expect(record.key == "123")
        // Without a key_id the key depends on the points, not on the file: a drawing keeps its split in any file.
        let bare = #"{"drawing":[[[0,1,2,3],[0,1,2,3]]]}"#
        let other = #"{"drawing":[[[0,1,2,3],[0,2,2,3]]]}"#
        let keys = try [bare, other + "\n" + bare].map { try read($0).map(\.key) }
        #expect(keys[0][0] == keys[1][1] && keys[1][0] != keys[1][1])
    }

    @Test func linesAreDrawingsWithNumbers() throws {
        let lines = (0..<30).map { #"{"word":"w\#($0)","drawing":[[[0,\#($0),0,0],[0,1,2,3]]]}"# }
            .joined(separator: "\n\n")
        #expect(try read(lines, as: "many.ndjson").count == 30)
        let one = try read(lines, as: "many.ndjson#17")
        #expect(one.map(\.sketch.name) == ["w17"])
        #expect(throws: FormatError.self) { try read(lines, as: "many.ndjson#30") }
    }

    @Test func timedAndFreehandDrawingsAreRaw() throws {
        #expect(try read("[[[0,10,20,30],[0,20,30,40],[0,5,6,7]]]")[0].kind == .raw)
        #expect(try read("[[[0,10.5,0,0],[0,20,1,2]]]")[0].kind == .raw)
        #expect(try read("[[[0,256,0,0],[0,20,1,2]]]")[0].kind == .raw)
    }

    @Test(arguments: [
        "", "   \n ", "hello", "{}", "[]", "3", "[[1,2,3],[4,5]]", #"{"drawing":[]}"#, #"{"drawing":[[[1],[]]]}"#,
        #"{"drawing":"cat"}"#, "[[[0,1e300],[0,1]]]", "[[[0,NaN],[0,1]]]", #"{"drawing":[[[0,1],[0,1]]"#,
        String(repeating: "[", count: 100_000), "[null]", "[[null]]", "[[[null]]]", "[true]",
    ])
    func otherJSONIsRejected(text: String) {
        #expect(throws: FormatError.self) { try read(text) }
    }

    @Test func missingFilesAndFoldersAreErrors() {
        #expect(throws: FormatError.notFound(file: "/no/such")) {
            try SketchReader("/no/such").records()
        }
        #expect(throws: FormatError.unreadable(file: "/", reason: "it is a folder")) {
            try SketchReader("/").records()
        }
    }

    @Test func oneRowNeedsTwoPoints() throws {
        let record = try read(#"{"drawing":[[[5],[5]]]}"#)[0]
        #expect(throws: SketchError.self) { try record.strokesForModel() }
    }

    @Test func writtenDrawingsAreReadBack() throws {
        let sketch = Sketch(strokes: [corner[0], [Point(x: 3, y: 4), Point(x: 5, y: 6)]], name: "a \"b\"")
        let record = try read(SketchWriter.quickDrawRecord(sketch))[0]
        #expect(record.sketch.strokes == sketch.strokes)
        #expect(record.sketch.name == sketch.name)
        let offsets = try read(SketchWriter.stroke5(sketch.stroke3.stroke5))[0]
        #expect(offsets.sketch.stroke3 == sketch.stroke3)
    }
}

/// The simplification of the data set.
@Suite struct SimplificationTests {
    @Test func aDrawingIsMovedToTheOriginAndFillsTheCanvas() {
        let sketch = Sketch(strokes: [[Point(x: -50, y: 10), Point(x: 50, y: 10), Point(x: 50, y: 50)]])
        #expect(
            sketch.simplified().strokes
                == [[Point(x: 0, y: 0), Point(x: 255, y: 0), Point(x: 255, y: 102)]])
    }

    @Test func simplificationKeepsCorners() {
        let line = (0...1000).map { Point(x: Double($0), y: 0) }
        let corner = line + (1...1000).map { Point(x: 1000, y: Double($0)) }
        #expect(Sketch(strokes: [corner]).simplified().strokes[0].count == 3)
    }

    @Test func simplificationStaysWithinTheTolerance() {
        let circle = (0...400).map { k in
            let angle = Double(k) / 400 * 2 * Double.pi
            return Point(x: 127.5 + 127.5 * cos(angle), y: 127.5 + 127.5 * sin(angle))
        }
        let thin = Sketch(strokes: [circle]).simplified().strokes[0]
        #expect(thin.count > 12 && thin.count < 60)
        for point in circle {
            let nearest = zip(thin, thin.dropFirst()).map { distance(point, $0, $1) }.min() ?? .infinity
            #expect(nearest < 2 + 0.75)
        }
    }

    @Test func emptyAndOnePointDrawingsAreSimplified() {
        #expect(Sketch(strokes: []).simplified().strokes.isEmpty)
        #expect(Sketch(strokes: [[Point(x: 9, y: 9)]]).simplified().strokes == [[Point(x: 0, y: 0)]])
    }

    func distance(_ p: Point, _ a: Point, _ b: Point) -> Double {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let square = dx * dx + dy * dy
        let t = square > 0 ? max(0, min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / square)) : 0
        let (ex, ey) = (p.x - a.x - t * dx, p.y - a.y - t * dy)
        return (ex * ex + ey * ey).squareRoot()
    }
}
