import Foundation
import SketchCore
import SketchFormats
import Testing

/// One bad record costs one record.
@Suite struct KeepGoingTests {
    static func read(_ text: String, keepsGoing: Bool = true) throws -> (names: [String], errors: [FormatError]) {
        try DrawingFixture.inFolder { folder in
            try DrawingFixture.write(Array(text.utf8), folder + "/a")
            var options = ReadOptions()
            options.keepsGoing = keepsGoing
            var errors: [FormatError] = []
            let observer = ReadingObserver(error: { errors.append($0) })
            let records = try SketchReader(folder + "/a", options: options).records(observer: observer)
            return (records.map(\.sketch.name), errors)
        }
    }

    static func record(_ word: String) -> String { #"{"word":"\#(word)","drawing":[[[0,10,20,30],[0,5,7,9]]]}"# }

    @Test(arguments: [
        #"{"word":"x","drawing":[]}"#, #"{"word":"x"}"#, "{", "[1,2", "x", #"{"drawing":[[[1,NaN,2,3],[1,2,3,4]]]}"#,
        #"{"drawing":[[[10,60],[65]]]}"#, #"{"drawing":[[[0,1e9,0,0],[0,1,2,3]]]}"#,
    ])
    func linesAreIndependent(bad: String) throws {
        let text = [Self.record("a"), bad, Self.record("b"), bad, Self.record("c")].joined(separator: "\n")
        let (names, errors) = try Self.read(text)
        #expect(names == ["a", "b", "c"])
        #expect(errors.map(\.place) == ["line 2", "line 4"])
        #expect(throws: FormatError.self) { try Self.read(text, keepsGoing: false) }
    }

    @Test func listsAndLongValuesAreIndependentToo() throws {
        let list = "[\(Self.record("a")),\n{\"word\":\"x\"},\n\(Self.record("b"))]"
        #expect(try Self.read(list).names == ["a", "b"])
        let long = [Self.record("a"), "{\"word\":\"x\"}", Self.record("b")].map {
            $0.replacing(",\"drawing", with: ",\n\"drawing")
        }
        let (names, errors) = try Self.read(long.joined(separator: "\n"))
        #expect(names == ["a", "b"] && errors.map(\.place) == ["line 3"])
    }

    /// The first line can be the bad one.
    @Test func theFirstLine() throws {
        let (names, errors) = try Self.read(#"{"word":"x","drawing":[[[1,NaN,2,3],[1,2,3,4]]]}"# + "\n" + Self.record("a"))
        #expect(names == ["a"] && errors.map(\.place) == ["line 1"])
    }

    @Test func ambiguousRecordsAreSkipped() throws {
        let line = #"{"word":"x","drawing":[[[10,60],[65,5]]]}"#
        let axes = Self.record("a")
        let points = #"{"word":"b","drawing":[[[1,2],[3,4],[5,6],[7,9]]]}"#
        let (names, errors) = try Self.read([axes, points, line, axes].joined(separator: "\n"))
        #expect(names == ["a", "b", "a"] && errors.count == 1 && errors[0].place == "line 3")
    }

    @Test func drawingsOfCSVAreIndependent() throws {
        let (names, errors) = try Self.read("drawing,dx,dy,p\na,1,-2,0\na,3,4,1\nb,1,x,0\nb,1,2,1\nc,5,-6,1\n")
        #expect(names.count == 2 && errors.map(\.place) == ["line 4"])
        let (kaggle, bad) = try Self.read(
            "word,drawing\na,\"[[[0,10,20,30],[0,5,7,9]]]\"\nx,\"[[[0\"\ny\nb,\"[[[0,10,20,30],[0,5,7,9]]]\"\n")
        #expect(kaggle == ["a", "b"] && bad.map(\.place) == ["line 3", "line 4"])
    }

    @Test func errorsOfTheCallerAreThrown() throws {
        try DrawingFixture.inFolder { folder in
            try DrawingFixture.write(Array(Self.record("a").utf8), folder + "/a")
            var options = ReadOptions()
            options.keepsGoing = true
            #expect(throws: FormatError.noDrawings(file: "own")) {
                try SketchReader(folder + "/a", options: options).forEachRecord { _ in throw FormatError.noDrawings(file: "own") }
            }
        }
    }

    @Test func truncatedBinaryFilesKeepTheirDrawings() throws {
        try DrawingFixture.inFolder { folder in
            let drawing = SketchRecord(
                sketch: Sketch(strokes: [[Point(x: 0, y: 0), Point(x: 9, y: 9)]], name: "a"), kind: .prepared, key: "7")
            try DatasetTests.write([drawing, drawing], folder + "/a.bin", .bin)
            let bytes = [UInt8](FileManager.default.contents(atPath: folder + "/a.bin") ?? Data())
            for cut in 1..<bytes.count / 2 {
                try DrawingFixture.write(Array(bytes.dropLast(cut)), folder + "/b.bin")
                var (options, errors) = (ReadOptions(), [FormatError]())
                options.keepsGoing = true
                var count = 0
                try DrawingFiles.forEachRecord(
                    in: [folder + "/b.bin"], options: options, observer: ReadingObserver(error: { errors.append($0) })
                ) { _, _ in count += 1 }
                #expect(count == 1 && errors.count == 1 && "\(errors)".contains("drawing 1 is truncated"), "\(cut)")
            }
        }
    }
}
