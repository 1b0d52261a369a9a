import Foundation
import SketchCore
import SketchFormats
import Testing

/// Numbers are checked for what they claim to be: offsets, pen states, padding.
@Suite struct OffsetRulesTests {
    static let positions = "[[27,18,0],[24,16,0],[21,16,0],[16,19,0],[14,25,1],[16,31,0],[21,32,0],[26,28,1]]"

    @Test func positionsAreNotOffsets() throws {
        #expect(
            try DrawingFixture.refusal(Array(Self.positions.utf8), as: "a.json")
                == "a.json, line 1: the numbers can be read as offsets (dx, dy, p) (stroke-3), or as positions (x, y, ...) "
                + "(positions)")
        let read = try DrawingFixture.read(Array(Self.positions.utf8), as: "a", "", .positions)[0].sketch.strokes
        #expect(read.map(\.count) == [5, 3] && read[0][0] == Point(x: 27, y: 18) && read[1][2] == Point(x: 26, y: 28))
        let offsets = try DrawingFixture.read(Array(Self.positions.utf8), as: "a", "", .stroke3)[0].sketch.stroke3
        #expect(offsets.rows[1].dx == 24)
        // Lists of drawings, CSV, and arrays.
        #expect(try DrawingFixture.refusal(Array("[\(Self.positions)]".utf8))?.contains("positions (x, y, ...)") == true)
        let csv = Self.positions.replacing("],[", with: "\n").replacing(/[\[\]]/, with: "")
        #expect(try DrawingFixture.refusal(Array(csv.utf8))?.contains("lines 1 to 8: the numbers can be read as offsets") == true)
        #expect(try DrawingFixture.read(Array(csv.utf8), as: "a", "", .positions)[0].sketch.strokes == read)
        #expect(try DrawingFixture.read(Array(("x,y,p\n" + csv).utf8))[0].sketch.strokes == read)
        let numbers = csv.split { $0 == "," || $0.isNewline }.compactMap { Double($0) }
        let array = NumPyFixture.npy(
            descr: "<i2", shape: "8, 3", body: NumPyFixture.data(numbers, type: "i2", big: false))
        #expect(try DrawingFixture.refusal(array)?.contains("positions (x, y, ...)") == true)
        #expect(try DrawingFixture.read(array, as: "a", "", .positions)[0].sketch.strokes == read)
    }

    /// The same with three pen states.
    @Test func positionsAreNotStroke5() throws {
        let rows =
            Self.positions.replacing(",1]", with: ",0,1,0]").replacing(",0],[", with: ",1,0,0],[")
            .replacing(",0,1,1,0,0]", with: ",0,1,0]").dropLast() + ",[0,0,0,0,1],[0,0,0,0,1]]"
        let expected = try DrawingFixture.read(Array(Self.positions.utf8), as: "a", "", .positions)[0].sketch.strokes
        let numbers = rows.split { ",[]".contains($0) }.compactMap { Double($0) }
        let array = NumPyFixture.npy(
            descr: "<i2", shape: "10, 5", body: NumPyFixture.data(numbers, type: "i2", big: false))
        for bytes in [Array(rows.utf8), Array(#"{"sketches":[\#(rows)]}"#.utf8), Array("[\(rows)]".utf8), array] {
            let message = try DrawingFixture.refusal(bytes)
            #expect(
                message?.contains("as offsets (dx, dy, p1, p2, p3) (stroke-5), or as positions (x, y, ...)") == true,
                "\(message ?? "")")
            #expect(try DrawingFixture.read(bytes, as: "a", "", .positions)[0].sketch.strokes == expected)
            #expect(try DrawingFixture.read(bytes, as: "a", "", .stroke5)[0].sketch.stroke3.rows[1].dx == 24)
        }
        #expect(try DrawingFixture.read(Array("\(rows)\n[[1,2,1,0,0],[-3,4,0,1,0]]".utf8)).count == 2)
    }

    /// Where columns are separated by semicolons or tabs, a comma is a decimal comma.
    @Test(arguments: ["1,5;2;0\n3,5;-4;1\n", "dx;dy;p\n1,5;2;0\n3,5;-4;1\n", "1,5\t2\t0\n3,5\t-4\t1\n"])
    func decimalCommas(text: String) throws {
        let (records, notes) = try StrokeFormTests.notes(text)
        #expect(records.map { $0.sketch.stroke3.rows.map(\.dx) } == [[1.5, 3.5]])
        #expect(notes == ["the commas in the numbers of 1 drawing are read as decimal commas."])
        #expect(try StrokeFormTests.notes("1,2,0\n3,-4,1\n").notes.isEmpty)
    }

    @Test func offsetsOfOneDirectionAreRead() throws {
        for text in ["[[10,0,0],[0,20,1]]", "[[5,0,0],[0,5,0],[5,0,0],[0,5,0],[5,0,0],[0,5,1]]"] {
            #expect(try DrawingFixture.read(Array(text.utf8)).count == 1)
        }
        // A negative offset anywhere in the file shows what the numbers are.
        #expect(try DrawingFixture.read(Array("\(Self.positions)\n[[1,2,0],[-3,4,1]]".utf8)).count == 2)
        #expect(try DrawingFixture.read(Array("[[1,2,0],[-3,4,1]]\n\(Self.positions)".utf8)).count == 2)
    }

    @Test(arguments: [
        ("[[1,-2,0],[3,4,2]]", "row 1 has the pen value 2, which is neither 0 nor 1"),
        ("[[1,-2,0],[3,4,0.5]]", "row 1 has the pen value 0.5"),
        ("[[[1,-2,0],[3,4,0],[5,6,7],[1,1,1]]]", "row 2 has the pen value 7"),
        ("[[1,2,0.2,0.8,0]]", "row 0 has the pen value 0.2"), ("[[1,2,1,1,0]]", "row 0 has several pen states"),
        ("[[1,2,0,0,0],[1,2,1,0,0]]", "row 0 has no pen state"), ("1,-2,0\n3,4,2\n", "line 2: the row has the pen value 2"),
        ("[[1,2,0,1],[3,4,1,0]]", "(dx, dy, pen down, pen up)"),
    ])
    func invalidPenStatesAreErrors(text: String, words: String) throws {
        let message = try DrawingFixture.refusal(Array(text.utf8))
        #expect(message?.contains(words) == true, "\(message ?? "read")")
    }

    @Test func penStatesOfArraysAreChecked() throws {
        let file = NumPyFixture.npy(
            descr: "<i2", shape: "2, 3", body: NumPyFixture.data([1, -2, 0, 3, 4, 2], type: "i2", big: false))
        #expect(try DrawingFixture.refusal(file)?.contains("row 1 has the pen value 2") == true)
        let four = NumPyFixture.npy(descr: "<i2", shape: "1, 4", body: NumPyFixture.data([1, 2, 0, 1], type: "i2", big: false))
        #expect(try DrawingFixture.refusal(four)?.contains("(dx, dy, pen down, pen up)") == true)
    }

    @Test func paddingIsRemovedAndCounted() throws {
        let rows: [Double] = [1, -2, 0, 3, 4, 1]
        let zeros = [Double](repeating: 0, count: 9)
        let stack = NumPyFixture.npy(
            descr: "<f4", shape: "2, 5, 3", body: NumPyFixture.data(rows + zeros + rows + zeros, type: "f4", big: false))
        let five = "[[1,-2,1,0,0],[3,4,0,1,0],[0,0,0,0,0],[0,0,0,0,0],[0,0,0,0,0]]"
        let ended = "[[1,-2,1,0,0],[3,4,0,1,0],[0,0,0,0,1],[0,0,0,0,1],[9,9,1,0,0]]"
        for (bytes, drawings, sentence) in [
            (stack, 2, "6 rows of padding after the end removed from 2 drawings."),
            (Array("[[1,-2,0],[3,4,1],[0,0,0]]".utf8), 1, "1 row of padding after the end removed from 1 drawing."),
            (Array(five.utf8), 1, "3 rows of padding after the end removed from 1 drawing."),
            (Array(ended.utf8), 1, "2 rows of padding after the end removed from 1 drawing."),
            (Array("1,-2,0\n3,4,1\n0,0,0\n0,0,0\n".utf8), 1, "2 rows of padding after the end removed from 1 drawing."),
        ] {
            let (records, notes) = try StrokeFormTests.notes(bytes)
            #expect(records.count == drawings && records.allSatisfy { $0.sketch.stroke3.count == 2 })
            #expect(notes == [sentence])
        }
        // Zeros inside a drawing are rows, and one end row is not padding.
        let (inside, notes) = try StrokeFormTests.notes("[[1,-2,0],[0,0,0],[3,4,1]]\n[[1,-2,1,0,0],[3,4,0,1,0],[0,0,0,0,1]]")
        #expect(inside.map { $0.sketch.stroke3.count } == [3, 2] && notes.isEmpty)
    }

    @Test func drawingsAreMirrored() throws {
        var options = ReadOptions()
        options.flipsY = true
        try DrawingFixture.inFolder { folder in
            try DrawingFixture.write(Array(#"{"drawing":[[[0,10,20,30],[5,10,15,20]]]}"#.utf8), folder + "/a.json")
            let record = try SketchReader(folder + "/a.json", options: options).records()[0]
            #expect(record.sketch.strokes[0].map(\.y) == [20, 15, 10, 5] && record.kind == .prepared)
        }
    }
}
