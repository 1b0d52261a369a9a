import Foundation
import SketchCore
import SketchFormats
import Testing

/// Drawings of a file that are selected by number, and folders.
@Suite struct SelectionTests {
    static let lines = (0..<10).map { #"{"word":"w\#($0)","drawing":[[[0,10,20,30],[0,5,7,9]]]}"# }.joined(separator: "\n")

    @Test(arguments: [
        ("#7", [7]), ("#7,9", [7, 9]), ("#9,7", [7, 9]), ("#3..5", [3, 4, 5]), ("#8..", [8, 9]), ("#0..0", [0]),
        ("#1,3..4,9..", [1, 3, 4, 9]), ("#2..4,3..5", [2, 3, 4, 5]),
    ])
    func numbersAndRanges(fragment: String, numbers: [Int]) throws {
        let records = try DrawingFixture.read(Array(Self.lines.utf8), as: "a.ndjson", fragment)
        #expect(records.map(\.sketch.name) == numbers.map { "w\($0)" })
        #expect(records.map { $0.sketch.source.split(separator: "#").last.map(String.init) } == numbers.map(String.init))
    }

    @Test(arguments: ["#10", "#10..", "#8..10", "#3,12"]) func missingDrawingsAreErrors(fragment: String) throws {
        let message = try DrawingFixture.refusal(Array(Self.lines.utf8), as: "a.ndjson", fragment)
        #expect(message?.contains("contains 10 drawings; #1") == true, "\(message ?? "read")")
    }

    @Test(arguments: [
        ("#a..", "no named parts"), ("#train", "no named parts"), ("#5..3", "does not select drawings"),
        ("#..", "does not select drawings"), ("#..3", "does not select drawings"), ("#1,", "does not select drawings"),
        ("#-1", "does not select drawings"), ("#1..2..3", "does not select drawings"),
        ("#99999999999999999999", "does not select drawings"),
    ])
    func otherTextsAreParts(fragment: String, reason: String) throws {
        #expect(try DrawingFixture.refusal(Array(Self.lines.utf8), as: "a.ndjson", fragment)?.contains(reason) == true)
    }

    /// Reading stops after the last selected drawing.
    @Test func theRestIsNotRead() throws {
        #expect(try DrawingFixture.read(Array((Self.lines + "\nx").utf8), as: "a.ndjson", "#2..4").count == 3)
        #expect(DrawingSelection(parsing: "3..5")?.single == nil && DrawingSelection(parsing: "3")?.single == 3)
    }

    @Test func partsHaveSelections() throws {
        let arrays = (0..<4).map { NumPyFixture.array([Double($0), -1, 1], type: "i2", big: false, .python2) }
        let file = NumPyFixture.zip([
            NumPyFixture.Member("train.npy", NumPyFixture.objects(NumPyFixture.pickle(arrays, .python2), count: 4))
        ])
        #expect(try DrawingFixture.read(file, as: "a.npz", "#train#1..2").map { $0.sketch.stroke3.rows[0].dx } == [1, 2])
    }

    @Test func subfoldersOnRequest() throws {
        try DrawingFixture.inFolder { folder in
            for name in ["b/d/y.json", "b/x.json", "a.json", ".hidden/z.json", "b/notes.txt"] {
                let url = URL(fileURLWithPath: folder + "/" + name)
                try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try DrawingFixture.write(Array((name.hasSuffix("txt") ? "notes" : Self.lines).utf8), folder + "/" + name)
            }
            // A link to a folder is not followed, so that no loop can arise.
            try FileManager.default.createSymbolicLink(atPath: folder + "/b/loop", withDestinationPath: folder)
            #expect(try DrawingFiles.expanded([folder]) == [folder + "/a.json"])
            #expect(
                try DrawingFiles.expanded([folder + "/"], isRecursive: true)
                    == ["a.json", "b/d/y.json", "b/x.json"].map { folder + "/" + $0 })
            var options = ReadOptions()
            options.isRecursive = true
            var count = 0
            try DrawingFiles.forEachRecord(in: [folder], options: options) { _, _ in count += 1 }
            #expect(count == 30)
        }
    }

    /// A drawing that cannot be opened is not left out silently.
    @Test func aLinkToNothingIsReported() throws {
        try DrawingFixture.inFolder { folder in
            try DrawingFixture.write(Array(Self.lines.utf8), folder + "/a.json")
            try FileManager.default.createSymbolicLink(atPath: folder + "/b.json", withDestinationPath: "gone.json")
            try FileManager.default.createSymbolicLink(atPath: folder + "/.c.json", withDestinationPath: "gone.json")
            #expect(try DrawingFiles.expanded([folder]) == [folder + "/a.json", folder + "/b.json"])
            #expect(throws: FormatError.notFound(file: folder + "/b.json")) {
                try DrawingFiles.forEachRecord(in: [folder]) { _, _ in }
            }
        }
    }
}
