import CZlib
import Foundation
import SketchCore
import SketchFormats
import Testing

/// The files in which other programs keep drawings.
@Suite struct CarrierTests {
    static let points = [Point(x: 1, y: 2), Point(x: 3, y: 4), Point(x: 9, y: 8)]

    /// Every text is one drawing of one stroke, `points`.
    @Test(arguments: [
        // Lists of x and y, as in Hugging Face's data sets.
        #"{"drawing":{"x":[[1,3,9]],"y":[[2,4,8]]}}"#, #"{"drawing":{"x":[1,3,9],"y":[2,4,8]}}"#,
        #"{"drawing":[{"x":[1,3,9],"y":[2,4,8]}]}"#, #"{"x":[[1,3,9]],"y":[[2,4,8]],"word":"a"}"#,
        // Rows of offsets; the first point is the origin.
        // Points as objects, strokes as objects.
        #"{"drawing":[[{"x":1,"y":2},{"x":3,"y":4},{"x":9,"y":8}]]}"#,
        #"[{"x":1,"y":2,"pressure":0.5},{"x":3,"y":4,"pressure":0.5},{"x":9,"y":8,"pressure":0.5}]"#,
        #"[{"points":[[1,2],[3,4],[9,8]]}]"#, #"{"strokes":[{"points":[{"x":1,"y":2},{"x":3,"y":4},{"x":9,"y":8}]}]}"#,
        // signature_pad
        #"[{"penColor":"black","dotSize":0,"points":[{"time":1,"x":1,"y":2,"pressure":0.5},{"time":2,"x":3,"y":4},{"time":3,"x":9,"y":8}]}]"#,
        #"[[{"x":1,"y":2,"time":1,"color":"black"},{"x":3,"y":4,"time":2},{"x":9,"y":8,"time":3}]]"#,
        // react-sketch-canvas, with an eraser, and react-canvas-draw
        ##"[{"drawMode":true,"strokeColor":"#000","strokeWidth":4,"paths":[{"x":1,"y":2},{"x":3,"y":4},{"x":9,"y":8}]},{"drawMode":false,"paths":[{"x":5,"y":5}]}]"##,
        ##"{"lines":[{"points":[{"x":1,"y":2},{"x":3,"y":4},{"x":9,"y":8}],"brushColor":"#444","brushRadius":10}],"width":400}"##,
        // perfect-freehand
        "[[[1,2,0.5],[3,4,0.25],[9,8,0.5]]]", "[[1,2,0.5],[3,4,0.25],[9,8,0.5]]",
    ])
    func carriers(text: String) throws {
        for bytes in [Array(text.utf8), try Self.gzip(Array(text.utf8))] {
            let records = try DrawingFixture.read(bytes)
            #expect(records.map(\.sketch.strokes) == [[Self.points]], "\(text)")
        }
    }

    @Test func compressedFilesGiveTheirNameWithoutBothExtensions() throws {
        try DrawingFixture.inFolder { folder in
            for name in ["cat.svg.gz", "cat.json.GZ", "cat.json"] {
                try DrawingFixture.write(try Self.gzip(Array("[[[1,2,3,4],[3,4,5,6]]]".utf8)), folder + "/" + name)
                #expect(try SketchReader(folder + "/" + name).records()[0].sketch.name == "cat")
            }
        }
    }

    @Test func erasersAndPressureAreNamed() throws {
        let text =
            #"[{"drawMode":true,"paths":[{"x":1,"y":2},{"x":3,"y":4}]},{"drawMode":false,"paths":[{"x":5,"y":5}]},{"points":[]}]"#
        #expect(
            try StrokeFormTests.notes(text).notes == [
                "skipped: 1 stroke without points in 1 drawing.", "skipped: 1 eraser stroke in 1 drawing.",
            ])
        #expect(
            try StrokeFormTests.notes("[[[1,2,0.5],[3,4,0.25],[9,8,0.5]]]").notes == [
                "the third number of the points in 1 drawing is read as pressure or time and ignored."
            ])
    }

    @Test func recordsOfOffsets() throws {
        let text = #"{"word":66,"drawing":[[4,0,0],[3,-2,0],[0,9,1],[5,5,0],[1,2,1]]}"#
        let record = try DrawingFixture.read(Array(text.utf8))[0]
        #expect(record.sketch.strokes.map(\.count) == [4, 2] && record.sketch.name == "66" && record.kind == .prepared)
    }

    @Test(arguments: ["down up down end", "0 1 0 2"]) func offsetsOfBrowserModels(pens: String) throws {
        let pens = pens.split(separator: " ").map { Int($0).map(String.init) ?? "\"\($0)\"" }
        let rows = zip([(-4, 0), (-15, 9), (-10, 17), (20, 0)], pens).map { #"{"dx":\#($0.0),"dy":\#($0.1),"pen":\#($1)}"# }
        let record = try DrawingFixture.read(Array("[\(rows.joined(separator: ","))]".utf8))[0]
        #expect(record.sketch.stroke3.rows.map(\.dx) == [-4, -15, -10, 20])
        #expect(record.sketch.stroke3.rows.map(\.isLifted) == [false, true, false, true])
        let bad = "[\(rows[0].replacing(/"pen":[^}]*/, with: "\"pen\":\"left\""))]"
        #expect(try DrawingFixture.refusal(Array(bad.utf8))?.contains("not down, up or end") == true)
    }

    @Test(arguments: [
        #"{"drawing":{"x":[[1,2]],"y":[[1]]}}"#, #"{"drawing":{"x":[[1,2]],"y":[]}}"#, #"{"drawing":{}}"#, #"{"drawing":3}"#,
        #"{"drawing":"[[["}"#, #"{"drawing":[{"x":1}]}"#, #"{"strokes":[]}"#, #"[{"points":[{"x":1}]}]"#,
        "[[[1,2,3,4,5,6],[1,2,3,4,5,6],[1,2],[3,4]]]", "[[1,2],[3,4,5]]",
    ])
    func otherValuesAreRefused(text: String) throws {
        #expect(try DrawingFixture.refusal(Array(text.utf8)) != nil)
    }

    // MARK: CSV of records

    @Test func kaggleRecords() throws {
        let drawing = "[[[0, 10, 20, 30], [0, 5, 7, 9]], [[5, 15], [10, 10]]]"
        let text = #"""
            countrycode,drawing,key_id,recognized,timestamp,word\#r
            US,"\#(drawing)",515,True,2017-03-08 21:12:07.266040,"cat, ""big"" one"\#r
            ,"[[[0, 10,
             20, 30], [0, 5, 7, 9]]]",516,False,,\#r

            """#
        let records = try DrawingFixture.read(Array(text.utf8), as: "train.csv")
        #expect(records.map(\.sketch.name) == ["cat, \"big\" one", "train"] && records.map(\.key) == ["515", "516"])
        #expect(records.map(\.isRecognized) == [true, false] && records.map(\.country) == ["US", nil])
        #expect(records[0].timestamp == 1_489_007_527_266_040 && records[0].sketch.strokes[1][1] == Point(x: 15, y: 10))
        #expect(records.map { $0.sketch.strokes.count } == [2, 1] && records[0].kind == .prepared)
        for (text, words) in [
            ("word,drawing\na,[[[0\n", "line 2: its \"drawing\" is text that is not JSON"),
            ("word,drawing\na\n", "line 2: 1 columns, but the header has 2"), ("word,drawing\n", "contains no drawings"),
            ("word,drawing\na,\"[[[0", "line 2: a quoted value is truncated"),
        ] {
            let message = try DrawingFixture.refusal(Array(text.utf8))
            #expect(message?.contains(words) == true, "\(message ?? "read")")
        }
    }

    // MARK: gzip

    /// Compressed by zlib, as one member.
    static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        var stream = z_stream()
        #expect(czlib_deflate_gzip_init(&stream) == Z_OK)
        defer { deflateEnd(&stream) }
        var (input, output) = (bytes, [UInt8](repeating: 0, count: bytes.count + 1000))
        let count = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                #expect(deflate(&stream, Z_FINISH) == Z_STREAM_END)
                return output.count - Int(stream.avail_out)
            }
        }
        return Array(output[..<count])
    }

    @Test func everyTextFormatCanBeCompressed() throws {
        let lines = (0..<3000).map { #"{"word":"w\#($0)","drawing":[[[0,10,20,\#($0 % 256)],[0,5,7,9]]]}"# + "\n" }
        let half = (try Self.gzip(Array(lines[..<1500].joined().utf8)), try Self.gzip(Array(lines[1500...].joined().utf8)))
        // Two members, as two files that were joined, and zeros at the end.
        #expect(try DrawingFixture.read(half.0 + half.1 + [0, 0, 0]).map(\.sketch.name) == (0..<3000).map { "w\($0)" })
        for text in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" stroke=\"red\"><path d=\"M0 0h9\"/></svg>", "1,-2,0\n3,4,1\n",
            "<ink xmlns=\"http://www.w3.org/2003/InkML\"><trace>1 2, 3 4</trace></ink>",
            "word,drawing\na,\"[[[0,10,20,30],[0,5,7,9]]]\"\n",
        ] {
            #expect(try DrawingFixture.read(try Self.gzip(Array(text.utf8)), as: "a.gz").count == 1)
        }
        let array = NumPyFixture.npy(
            descr: "<i2", shape: "4, 3", body: NumPyFixture.data(DrawingFixture.values, type: "i2", big: false))
        #expect(try DrawingFixture.read(try Self.gzip(NumPyFixture.zip([NumPyFixture.Member("a.npy", array)]))).count == 1)
    }

    @Test func damagedAndTruncatedStreamsAreErrors() throws {
        let file = try Self.gzip(Array(#"{"word":"cat","drawing":[[[0,10,20,30],[0,5,7,9]]]}"#.utf8))
        for length in 2..<file.count {
            #expect(try DrawingFixture.refusal(Array(file[..<length]))?.contains("gzip stream is truncated") == true, "\(length)")
        }
        for index in 10..<file.count {
            var damaged = file
            damaged[index] ^= 1 << UInt8(index % 8)
            #expect(try DrawingFixture.refusal(damaged) != nil, "\(index)")
        }
    }

    @Test func theInflatedSizeIsLimited() throws {
        let bomb = try Self.gzip([UInt8](repeating: 0x20, count: 4 << 20))
        #expect(bomb.count < 10_000)
        try DrawingFixture.inFolder { folder in
            try DrawingFixture.write(bomb + bomb, folder + "/a")
            let limits = ReaderLimits(factor: 1.0 / 1024)
            #expect(throws: FormatError.self) { try SketchReader(folder + "/a", options: ReadOptions(limits: limits)).records() }
        }
    }
}
