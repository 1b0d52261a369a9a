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

    /// A list's values of any kind are independent, and errors have their line.
    @Test(arguments: [
        ("null", "contains a single value, not a drawing"), ("5", "contains a single value, not a drawing"),
        ("\"a,]\"", "contains a single value, not a drawing"), ("[1,2]", "contains a list"),
        ("{}", "without \"drawing\""),
        ("garbage", "not valid JSON"), (#"{"drawing":[]}"#, "no strokes"),
    ])
    func valuesOfListsAreIndependent(bad: String, message: String) throws {
        let (a, b) = (Self.record("a"), Self.record("b"))
        for (text, lines) in [
            ("[\(a),\(bad),\(b)]", [1]), ("[\(a),\n\(bad),\n\(b)]", [2]), ("[\(bad),\n\(a),\(b)]", [1]),
            ("[\n\(a),\(b),\n\n \(bad)\n]", [4]), ("[\(a),\(bad),\n\(bad)\n,\(b)]", [1, 2]),
        ] {
            let (names, errors) = try Self.read(text)
            #expect(names == ["a", "b"] && errors.map(\.place) == lines.map { "line \($0)" }, "\(text): \(errors)")
            #expect(errors.allSatisfy { $0.description.contains(message) }, "\(errors)")
            #expect(throws: FormatError.self) { try Self.read(text, keepsGoing: false) }
        }
    }

    @Test func listsInObjectsAreIndependentToo() throws {
        let (a, b) = (Self.record("a"), Self.record("b"))
        let (names, errors) = try Self.read("{\"drawings\":[\(a),null,{\"drawing\":[]},\(b)]}")
        #expect(names == ["a", "b"] && errors.count == 2)
        let (drawings, bad) = try Self.read(
            "[[[5,-3,0],[2,2,0],[1,9,0],[2,2,1]],[[5,-3,0],[2,2,0],[1,9,0],[2,2,7]],[[5,-3,0],[2,2,0],[1,9,0],[2,2,1]]]")
        #expect(drawings.count == 2 && "\(bad)".contains("the pen value 7"))
    }

    /// What follows damage at a list's structure is read from the next line with an object.
    @Test func damagedListsGoOn() throws {
        let (a, b) = (Self.record("a"), Self.record("b"))
        for (text, count) in [
            ("[\(a),\n{\"word\":\"x\",\"drawing\":[[[0,1\n,\n\(b)]", 1), ("[\(a) \(b)]", 1), ("[\(a),\(b)", 1),
            ("[\(a),\(b),]", 1),
            ("[\(a)]\nrubbish\n\(b)", 1), ("[\(a),{\"word\":\"x\ny\"},\n\(b)]", 1),
        ] {
            let (names, errors) = try Self.read(text)
            #expect(names == ["a", "b"] && errors.count == count, "\(text): \(names) \(errors)")
            #expect(throws: FormatError.self) { try Self.read(text, keepsGoing: false) }
        }
    }

    /// Each value that does not end can extend over the rest of the file.
    @Test func valuesThatDoNotEndAreReadInLittleTime() throws {
        for (head, bad) in [("[\(Self.record("a")),\n", "{"), ("{\n\"drawing\":[[[1,2,3,4],[1,2,3,4]]]}\n", "{\"a\":[")] {
            let began = ContinuousClock.now
            let (names, errors) = try Self.read(head + String(repeating: bad + "\n", count: 60_000))
            #expect(names.count == 1 && errors.count > 100)
            #expect(ContinuousClock.now - began < .seconds(20))
        }
    }

    /// An error that is found again when an ambiguous value is read again counts once, and so does what is skipped.
    @Test func valuesThatWaitAreCountedOnce() throws {
        let ambiguous = #"{"drawing":[[[10,60],[65,5]],[]]}"#
        let (names, errors) = try Self.read("{\"drawings\":[{\"drawing\":[]},\(ambiguous)]}\n" + Self.record("b"))
        #expect(names == ["a", "b"] && errors.count == 1, "\(names) \(errors)")
        #expect(
            try StrokeFormTests.notes(ambiguous + "\n" + Self.record("b")).notes == [
                "skipped: 1 stroke without points in 1 drawing."
            ])
    }

    @Test(arguments: ["garbage", "null", "NaN", "[INFO] 12:00 start", "HTTP/1.1 200 OK\nContent-Type: text/plain\n\nx"])
    func textBeforeTheRecords(bad: String) throws {
        let lines = bad.split(separator: "\n").count
        let text = bad + "\n" + Self.record("a") + "\n" + Self.record("b") + "\n"
        let (names, errors) = try Self.read(text)
        #expect(names == ["a", "b"] && errors.count == lines && errors[0].place == "line 1", "\(errors)")
        #expect(throws: FormatError.self) { try Self.read(text, keepsGoing: false) }
    }

    @Test func linesBeforeATable() throws {
        let (rows, errors) = try Self.read("foo bar\n3,4,1\n\n5,-6,1\n")
        #expect(rows.count == 2 && errors.map(\.place) == ["line 1"])
        #expect(errors.first?.description.contains("not a row of numbers") == true)
        let table = "# made by hand\nword,drawing\na,\"[[[0,10,20,30],[0,5,7,9]]]\"\n"
        let (names, bad) = try Self.read(table)
        #expect(names == ["a"] && bad.map(\.place) == ["line 1"])
        #expect(throws: FormatError.self) { try Self.read(table, keepsGoing: false) }
    }

    /// The next line's beginning is not part of a line.
    @Test func aLineHasItsOwnError() throws {
        let errors = try Self.read("\(Self.record("a"))\ngarbage\n{\"drawing\":NaN}\n").errors
        #expect(errors.count == 2 && !errors[0].description.contains("NaN") && errors[1].description.contains("NaN"))
    }

    @Test func foldersWithNamesThatAreNotTextGoOn() throws {
        try DrawingFixture.inFolder { folder in
            try DrawingFixture.write(Array(Self.record("a").utf8), folder + "/a.json")
            let descriptor = (Array((folder + "/b").utf8CString.dropLast()) + [CChar(bitPattern: 0xFF), 0])
                .withUnsafeBufferPointer {
                    $0.baseAddress.map { open($0, O_CREAT | O_WRONLY, 0o644) } ?? -1
                }
            close(descriptor)
            var (options, errors, count) = (ReadOptions(), [FormatError](), 0)
            #expect(throws: FormatError.self) { try DrawingFiles.forEachRecord(in: [folder], options: options) { _, _ in } }
            options.keepsGoing = true
            try FileManager.default.createDirectory(atPath: folder + "/empty", withIntermediateDirectories: true)
            let observer = ReadingObserver(error: { errors.append($0) })
            try DrawingFiles.forEachRecord(in: [folder, folder + "/empty"], options: options, observer: observer) { _, _ in
                count += 1
            }
            #expect(count == 1 && errors.count == 2 && "\(errors)".contains("is not valid UTF-8"), "\(errors)")
        }
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
