import Foundation
import SketchCore
import SketchFormats
import Testing

/// The form of a drawing's numbers is decided over the whole drawing and file.
@Suite struct StrokeFormTests {
    static func read(_ text: String, _ format: SketchReader.InputFormat? = nil) throws -> [[[Point]]] {
        try DrawingFixture.read(Array(text.utf8), as: "a.ndjson", "", format).map(\.sketch.strokes)
    }

    static func points(_ pairs: [[Double]]) -> [Point] { pairs.map { Point(x: $0[0], y: $0[1]) } }

    static let house = [
        points([[10, 60], [10, 150], [120, 150], [120, 60], [10, 60]]), points([[10, 60], [65, 5], [120, 60]]),
        points([[50, 150], [50, 110], [80, 110], [80, 150]]),
    ]

    /// Points of four numbers, whichever stroke comes first; a short one alone fits axes.
    @Test func theOrderOfStrokesDoesNotMatter() throws {
        let house = Self.house.map { $0.enumerated().map { "[\(Int($1.x)),\(Int($1.y)),0.5,\($0)]" } }
        for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0], [1, 2, 0]] {
            let text = "[" + order.map { "[" + house[$0].joined(separator: ",") + "]" }.joined(separator: ",") + "]"
            #expect(try Self.read(text) == [order.map { Self.house[$0] }])
        }
        // A roof of points, and axes of four points.
        for text in ["[[[10,60],[65,5],[120,60]],[[1,2,3,4],[5,6,7,8]]]", "[[[1,2,3,4],[5,6,7,8]],[[10,60],[65,5],[120,60]]]"] {
            for text in [text, #"{"drawing":\#(text)}"#] {
                let message = try DrawingFixture.refusal(Array(text.utf8))
                #expect(message?.contains("not all [xs, ys], nor all lists of points") == true, "\(message ?? "")")
            }
        }
    }

    @Test func drawingsCanBeObjectsWithStrokes() throws {
        let points = "[" + Self.house.map { "{\"points\":\($0.map { [$0.x, $0.y] })}" }.joined(separator: ",") + "]"
        for member in ["strokes", "lines", "paths"] {
            #expect(try Self.read(#"{"word":"a","drawing":{"\#(member)":\#(points),"width":400}}"#) == [Self.house])
        }
    }

    /// The roof has as many points as coordinates could have axes; its own numbers fit `[xs, ys, ts]`.
    @Test(arguments: [
        "[[[10,60],[10,150],[120,150],[120,60],[10,60]],[[10,60],[65,5],[120,60]],[[50,150],[50,110],[80,110],[80,150]]]",
        "[[[10,10,120,120,10],[60,150,150,60,60]],[[10,65,120],[60,5,60]],[[50,50,80,80],[150,110,110,150]]]",
        """
        [[[10,60,0],[10,150,16],[120,150,32],[120,60,48],[10,60,64]],[[10,60,380],[65,5,396],[120,60,412]],
         [[50,150,728],[50,110,744],[80,110,760],[80,150,776]]]
        """,
        """
        [[[10,60,0.5],[10,150,0.25],[120,150,1],[120,60,0.5],[10,60,0.1]],[[10,60,0.9],[65,5,0.8],[120,60,0.7]],
         [[50,150,0.5],[50,110,0.5],[80,110,0.5],[80,150,0.5]]]
        """,
        """
        [[[10,10,120,120,10],[60,150,150,60,60],[0,16,32,48,64]],[[10,65,120],[60,5,60],[380,396,412]],
         [[50,50,80,80],[150,110,110,150],[728,744,760,776]]]
        """,
        "[[[10,10,120,120,10],[60,150,150,60,60],[]],[[10,65,120],[60,5,60],[]],[[50,50,80,80],[150,110,110,150],[]]]",
    ])
    func oneFormForAllStrokes(drawing: String) throws {
        let line = drawing.replacing("\n", with: "")
        for text in [drawing, #"{"word":"house","drawing":\#(drawing)}"#, #"{"drawing":\#(line)}"# + "\n\n", "[\(drawing)]"] {
            #expect(try Self.read(text) == [Self.house], "\(text)")
        }
        #expect(try Self.read(#"{"drawing":"\#(line)"}"#) == [Self.house])
    }

    @Test func timesThatRunBackwardsAreNotTimes() throws {
        #expect(try Self.read("[[[10,60],[65,5],[120,60]]]") == [[Self.points([[10, 60], [65, 5], [120, 60]])]])
        #expect(try Self.read("[[[10,20,30],[5,9,8],[0,16,33]]]") == [[Self.points([[10, 5], [20, 9], [30, 8]])]])
    }

    /// Two points with pressure in each stroke.
    @Test func fractionsAmongWholeNumbersArePressures() throws {
        for third in [("0.5", "0.6"), ("1", "0.75")] {
            let text = #"{"drawing":[[[10,20,\#(third.0)],[30,44,\#(third.1)]],[[10,20,0.5],[30,44,0.7]]]}"#
            let line = Self.points([[10, 20], [30, 44]])
            #expect(try Self.read(text) == [[line, line]])
        }
        let message = try DrawingFixture.refusal(Array("[[[10.5,20.5,0.5],[30.5,44.5,0.75]]]".utf8), as: "a.json")
        #expect(
            message?.contains("strokes [xs, ys] (quickdraw), or as strokes of points (polylines)") == true, "\(message ?? "read")"
        )
    }

    @Test(arguments: ["[[[10,60],[65,5]]]", #"{"word":"line","drawing":[[[10,60],[65,5]],[[20,30],[7,8]]]}"#])
    func ambiguousDrawingsAreRefusedWithBothReadings(text: String) throws {
        #expect(
            try DrawingFixture.refusal(Array(text.utf8), as: "a.ndjson")
                == "a.ndjson, line 1: the numbers can be read as strokes [xs, ys] (quickdraw), or as strokes of points (polylines)"
        )
        let axes = try Self.read(text, .quickdraw)[0]
        let points = try Self.read(text, .polylines)[0]
        #expect(axes[0] == Self.points([[10, 65], [60, 5]]) && points[0] == Self.points([[10, 60], [65, 5]]))
    }

    /// An ambiguous drawing has the form of the file's other drawings, also of those after it.
    @Test func otherDrawingsOfTheFileDecide() throws {
        let line = "[[[10,60],[65,5]]]"
        let asPoints = "[[[1,2],[3,4],[5,9],[7,8]]]"
        let asAxes = "[[[1,3,5,7],[2,4,9,8]]]"
        for (other, expected) in [(asPoints, [[10.0, 60], [65, 5]]), (asAxes, [[10.0, 65], [60, 5]])] {
            for lines in [[line, other], [other, line], [line, line, other]] {
                for wrap in [{ $0 }, { #"{"drawing":\#($0)}"# }] as [(String) -> String] {
                    let drawings = try Self.read(lines.map(wrap).joined(separator: "\n"))
                    #expect(drawings.count == lines.count)
                    #expect(drawings.filter { $0 == [Self.points(expected)] }.count == lines.filter { $0 == line }.count)
                    // Order is kept.
                    #expect((drawings[0] == [Self.points(expected)]) == (lines[0] == line))
                }
            }
            #expect(try Self.read("[\(line),\(other)]").count == 2)
        }
        // Both forms in one file decide nothing.
        #expect(
            try DrawingFixture.refusal(Array([asAxes, asPoints, line].joined(separator: "\n").utf8))?.contains("line 3") == true)
    }

    /// The points of a drawing all have as many numbers.
    @Test func strokesOfDifferentLengthsAreAxes() throws {
        let (records, notes) = try Self.notes("[[[0,10,20],[0,5,9]],[[7,8],[9,3]]]\n[[[7,8],[9,3]],[[4],[5]]]")
        #expect(records.map { $0.sketch.strokes.map(\.count) } == [[3, 2], [2, 1]] && notes.isEmpty)
        for sketch in records.map(\.sketch) { #expect(!SketchWriter.quickDrawRecord(sketch).contains("input_format")) }
    }

    @Test func drawingsThatFillTheCanvasAreReadAsQuickDraw() throws {
        let (records, notes) = try Self.notes(#"{"word":"line","drawing":[[[0,255],[0,2]]]}"#)
        #expect(records[0].sketch.strokes == [Self.points([[0, 0], [255, 2]])])
        #expect(notes == ["1 drawing can be read in two ways; read as quickdraw."])
    }

    /// Short drawings are written so that they are read back without a doubt.
    @Test func writtenDrawingsAreNotAmbiguous() throws {
        let sketch = Sketch(strokes: [Self.points([[10, 60], [65, 5]])], name: "line")
        let text = SketchWriter.quickDrawRecord(sketch)
        #expect(try Self.read(text) == [sketch.strokes])
        #expect(!SketchWriter.quickDrawRecord(Sketch(strokes: Self.house)).contains("input_format"))
    }

    @Test func valuesOverSeveralLines() throws {
        let record = "{\n  \"word\": \"a\",\n  \"drawing\": [\n [[0, 10, 20, 30],\n  [0, 1, 2, 3]]\n ]\n}"
        let records = try DrawingFixture.read(Array((record + "\n\n" + record + "\n").utf8))
        #expect(records.count == 2 && records.allSatisfy { $0.sketch.name == "a" })
        let message = try DrawingFixture.refusal(Array((record + "\n{\n\"drawing\": 1}\n").utf8), as: "a.json")
        #expect(message?.hasPrefix("a.json, line 8: ") == true, "\(message ?? "read")")
    }

    @Test(arguments: ["NaN", "-Infinity", "Infinity"]) func numbersOfPythonAreNamed(number: String) throws {
        let message = try DrawingFixture.refusal(Array(#"{"drawing":[[[1,\#(number),3,4],[1,2,3,4]]]}"#.utf8), as: "a.json")
        #expect(
            message == "a.json, line 1: not valid JSON (NaN or Infinity, which Python writes as numbers and JSON does not have)")
        #expect(try DrawingFixture.refusal(Array(#"{"word":"NaN","drawing":[[[1"#.utf8))?.contains("NaN") == false)
    }

    @Test func loneSurrogatesAreReplaced() throws {
        let record = try DrawingFixture.read(Array(#"{"word":"a\ud83d \ud83d\ude00","drawing":[[[0,1,2,3],[0,1,2,3]]]}"#.utf8))[0]
        #expect(record.sketch.name == "a\u{FFFD} \u{1F600}")
    }

    /// The records of a file and the notes on it, without the file's name.
    static func notes(
        _ text: String, _ format: SketchReader.InputFormat? = nil
    ) throws -> (records: [SketchRecord], notes: [String]) {
        try notes(Array(text.utf8), format)
    }

    static func notes(
        _ bytes: [UInt8], _ format: SketchReader.InputFormat? = nil
    ) throws -> (records: [SketchRecord], notes: [String]) {
        try DrawingFixture.inFolder { folder in
            try DrawingFixture.write(bytes, folder + "/a")
            var notes: [String] = []
            let observer = ReadingObserver(note: { notes.append($0.replacing(folder + "/a: ", with: "")) })
            let records = try SketchReader(folder + "/a", options: ReadOptions(format: format)).records(observer: observer)
            return (records, notes)
        }
    }
}
