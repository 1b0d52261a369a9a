import Foundation
import SketchCore
import SketchFormats
import Testing

/// Classes, keys, selections and rows that are easily read in another way than meant, without a message.
@Suite struct StatedReadingTests {
    private static let drawing = "[[[0,10,20,30],[0,5,7,9]]]"

    // MARK: Keys

    @Test(arguments: [
        ("5718605297614848.0", "5718605297614848"), ("5718605297614848", "5718605297614848"),
        ("5.718605297614848e15", "5718605297614848"), ("\"5718605297614848.0\"", "5718605297614848"),
        ("\"5.718605297614848E+15\"", "5718605297614848"), ("\"12345678e9012345\"", "12345678e9012345"),
        ("\"a.b\"", "a.b"), ("98765432109876543210987", "98765432109876543210987"), ("\"1e34567\"", "1e34567"),
    ])
    func keysAreWholeNumbersOrText(value: String, key: String) throws {
        let (records, notes) = try StrokeFormTests.notes("{\"key_id\":\(value),\"drawing\":\(Self.drawing)}")
        #expect(records[0].key == key && notes.isEmpty)
    }

    @Test func roundedKeysAreNamed() throws {
        let rows = (1...3).map { "5.7186\($0)E+15,\"\(Self.drawing)\"\n" }.joined()
        let (records, notes) = try StrokeFormTests.notes("key_id,drawing\n\(rows)571860.0,\"\(Self.drawing)\"\n")
        #expect(records[3].key == "571860" && !records[0].key.contains("E") && records[0].key == records[1].key)
        #expect(notes == ["the keys of 3 drawings are rounded numbers and ignored, for example 5.71861E+15."])
        for key in ["1e3", "5E15", "5.7e15", "2E+9"] {
            let table = try StrokeFormTests.notes("key_id,drawing\n\(key),\"\(Self.drawing)\"\n")
            #expect(table.notes == ["the keys of 1 drawing are rounded numbers and ignored, for example \(key)."])
        }
        // A long number of another member is not the drawing's fault; one among coordinates is.
        let long = "{\"user\":123456789012345678901234567890,\"drawing\":\(Self.drawing)}"
        #expect(try StrokeFormTests.notes(long).records.count == 1)
        let number = try DrawingFixture.refusal(Array("[[[1,2,123456789012345678901234567890],[1,2,3]]]".utf8))
        #expect(number?.contains("beyond 64 bits") == true)
        let json = try StrokeFormTests.notes("{\"key_id\":[1],\"drawing\":\(Self.drawing)}")
        #expect(json.notes == ["\"key_id\" of 1 drawing is not understood and ignored, for example a list."])
    }

    /// One sentence for all values that are not understood, not one for each.
    @Test func unknownValuesAreOneNote() throws {
        let lines = (2...9).map { "{\"recognized\":\"\($0)\",\"drawing\":\(Self.drawing)}" }.joined(separator: "\n")
        #expect(
            try StrokeFormTests.notes(lines).notes == [
                "\"recognized\" of 8 drawings is not understood and ignored, for example 2."
            ])
    }

    // MARK: CSV

    @Test(arguments: [
        "word,dx,dy,p\ncat,1,-2,0\ncat,3,4,1\n\ncat,5,6,1\ndog,7,-8,1\n",
        "dx;dy;pen;name\n1;-2;0;cat\n3;4;1;cat\n\n5;6;1;cat\n7;-8;1;dog\n",
        "id,class,dx,dy,p\n0,cat,1,-2,0\n0,cat,3,4,1\n1,cat,5,6,1\n0,dog,7,-8,1\n",
    ])
    func aColumnIsTheClass(text: String) throws {
        let (records, notes) = try StrokeFormTests.notes(text)
        #expect(records.map(\.sketch.name) == ["cat", "cat", "dog"] && notes.isEmpty)
        #expect(records.map { $0.sketch.stroke3.rows.map(\.dx) } == [[1, 3], [5], [7]])
    }

    @Test func aFirstColumnOfNamesIsTheClass() throws {
        let (records, notes) = try StrokeFormTests.notes("cat,1,-2,0\ncat,3,4,1\ndog,7,-8,1\ncat,5,6,1\n")
        #expect(records.map(\.sketch.name) == ["cat", "dog", "cat"])
        #expect(notes == ["the first column of 3 drawings is read as the class, for example cat."])
        let numbers = try StrokeFormTests.notes("1,1,-2,0\n1,3,4,1\n2,7,-8,1\n")
        #expect(
            numbers.records.count == 2 && numbers.notes.isEmpty
                && numbers.records[0].sketch.name == numbers.records[1].sketch.name)
    }

    @Test func aDrawingInSeveralPlacesIsRefused() throws {
        let rows = "1,1,-2,0\n1,3,4,1\n2,7,-8,0\n2,1,1,1\n1,5,6,0\n1,5,6,1\n"
        for text in [rows, "drawing,dx,dy,p\n" + rows] {
            let message = try DrawingFixture.refusal(Array(text.utf8))
            #expect(
                message?.contains("drawing '1' has ended on an earlier line; the rows of a drawing must be consecutive") == true)
        }
        let (names, errors) = try KeepGoingTests.read(rows + "3,1,1,1\n")
        #expect(names.count == 3 && errors.map(\.place) == ["line 5"])
    }

    @Test func hexadecimalIsNotANumber() throws {
        #expect(try DrawingFixture.refusal(Array("1,-2,0\n0x10,4,1\n".utf8))?.contains("'0x10' is not a number") == true)
        #expect(try DrawingFixture.read(Array("x;y;pen\n1;2;0\n3;4;1\n".utf8))[0].sketch.strokes[0][1] == Point(x: 3, y: 4))
    }

    // MARK: Arrays

    /// Arrays of two drawings each.
    private static let stack = NumPyFixture.npy(
        descr: "<i2", shape: "2, 2, 3", body: NumPyFixture.data([1, -2, 0, 3, 4, 1, 5, 6, 0, -7, 8, 1], type: "i2", big: false))

    @Test func arraysAreNamedAfterClasses() throws {
        let file = NumPyFixture.zip(["cat.npy", "dog.npy", "arr_0.npy"].map { .init($0, Self.stack) })
        let (records, notes) = try StrokeFormTests.notes(file)
        #expect(records.map(\.sketch.name).prefix(4) == ["cat", "cat", "dog", "dog"] && records.count == 6)
        #expect(records[4].sketch.name != "arr_0")
        #expect(notes == ["the drawings of 2 arrays have the array's name as class, for example cat."])
        #expect(try DrawingFixture.read(file, as: "a.npz", "#dog")[1].sketch.name == "dog")
        for name in ["sketches", "train", "data"] {
            let file = NumPyFixture.zip([.init(name + ".npy", Self.stack)])
            #expect(try DrawingFixture.read(file, as: "a.npz")[0].sketch.name == "a")
        }
    }

    @Test func emptyDrawingsAreSkippedAndCounted() throws {
        let none = NumPyFixture.npy(descr: "<f4", shape: "0, 3", body: [])
        #expect(try DrawingFixture.refusal(none)?.contains("contains no drawings") == true)
        let padded = NumPyFixture.npy(
            descr: "<i2", shape: "2, 2, 3",
            body: NumPyFixture.data([1, -2, 0, 3, 4, 1, 0, 0, 0, 0, 0, 0], type: "i2", big: false))
        for file in [
            padded, Array("[[[1,-2,0],[3,4,1]],[],[[5,-6,1]]]".utf8), Array("[[[1,-2,0],[3,4,1]],[[0,0,0]],[[5,-6,1]]]".utf8),
        ] {
            let (records, notes) = try StrokeFormTests.notes(file)
            #expect(records.allSatisfy { $0.sketch.pointCount > 1 } && (1...2).contains(records.count))
            #expect(notes.contains("skipped: 1 drawing without points."), "\(notes)")
        }
        #expect(try DrawingFixture.refusal(Array("[[0,0,0],[0,0,0]]".utf8))?.contains("the drawing has no strokes") == true)
    }

    // MARK: JSON

    @Test(arguments: ["[[10,20],[65,5]]", "{\"drawing\":[[10,20],[65,5],[7,9]]}", "[[[10,20],[65,5]]]"])
    func pairsOfPairsAreAmbiguous(text: String) throws {
        let message = try DrawingFixture.refusal(Array(text.utf8))
        #expect(message?.contains("as strokes [xs, ys] (quickdraw), or as strokes of points (polylines)") == true)
        #expect(try DrawingFixture.read(Array(text.utf8), as: "a", "", .polylines)[0].sketch.strokes[0][0] == Point(x: 10, y: 20))
        #expect(try DrawingFixture.read(Array(text.utf8), as: "a", "", .quickdraw)[0].sketch.strokes[0][0] == Point(x: 10, y: 65))
        // Another drawing of the file decides.
        let points = text + "\n[[1,2],[3,4],[5,6],[7,8]]"
        #expect(try DrawingFixture.read(Array(points.utf8))[0].sketch.strokes[0][0] == Point(x: 10, y: 20))
    }

    @Test(arguments: ["{\"points\":[[10,20],[65,5]]}", "[{\"points\":[[10,20],[65,5]]}]", "[[10,20],[65,5],[1,2],[3,4]]"])
    func pointsAreNotAmbiguous(text: String) throws {
        #expect(try DrawingFixture.read(Array(text.utf8))[0].sketch.strokes[0][0] == Point(x: 10, y: 20))
    }

    @Test func twoDrawingsInARecordAreRefused() throws {
        let text = "{\"drawing\":\(Self.drawing),\"word\":\"a\",\"drawing\":\(Self.drawing)}"
        #expect(try DrawingFixture.refusal(Array(text.utf8))?.contains("\"drawing\" occurs twice") == true)
    }

    @Test func selectionsKeepTheOrderOfTheFile() throws {
        let file = (0..<12).map { "{\"word\":\"\($0)\",\"drawing\":\(Self.drawing)}" }.joined(separator: "\n")
        #expect(try DrawingFixture.read(Array(file.utf8), as: "a", "#9,7,7").map(\.sketch.name) == ["7", "9"])
    }
}
