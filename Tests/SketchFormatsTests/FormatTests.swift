import Foundation
import SketchCore
import SketchFormats
import Testing

/// Every written format is read back and detected by its content.
@Suite struct FormatTests {
    static let cat: SketchRecord = {
        let strokes = [
            [Point(x: 0, y: 90), Point(x: 80, y: 0), Point(x: 255, y: 100)], [Point(x: 10, y: 20)],
            [Point(x: 30, y: 40), Point(x: 31, y: 41), Point(x: 200, y: 255)],
        ]
        var record = SketchRecord(
            sketch: Sketch(strokes: strokes, name: "cat \"a\", \u{e9}\n"), kind: .prepared, key: "5201136883597312")
        record.country = "VE"
        record.isRecognized = false
        record.timestamp = 1_488_497_110_074_530
        return record
    }()

    static let dog: SketchRecord = {
        let strokes = [[Point(x: 0, y: 0), Point(x: 5, y: 5)], [Point(x: 9, y: 9), Point(x: 1, y: 0)]]
        return SketchRecord(sketch: Sketch(strokes: strokes, name: "dog"), kind: .prepared, key: "77")
    }()

    /// - Parameter from: the format to write first, followed by `to`; the drawings read back are compared.
    static func through(_ forms: [DrawingFileFormat], _ records: [SketchRecord]) throws -> [SketchRecord] {
        try DrawingFixture.inFolder { folder in
            var records = records
            for (step, form) in forms.enumerated() {
                // Without an extension the content decides.
                let path = folder + "/drawings\(step)"
                let writer = try form.writer(path)
                for record in records { try writer.append(record) }
                try writer.finish()
                records = try SketchReader(path).records()
            }
            return records
        }
    }

    static let read: [DrawingFileFormat] = [.ndjson, .json, .npz, .bin, .csv]

    @Test(arguments: read, read)
    func everyPairOfFormatsPreservesTheDrawings(first: DrawingFileFormat, second: DrawingFileFormat) throws {
        var records = [Self.cat, Self.dog]
        // The parts of an archive are read in order, so both drawings go into one.
        for index in records.indices { records[index].split = .train }
        let result = try Self.through([first, second], records)
        #expect(result.map(\.sketch.stroke3) == records.map(\.sketch.stroke3))
        let keepsPlace = ![first, second].contains { $0 == .npz || $0 == .csv }
        if keepsPlace {
            #expect(result.map(\.sketch.strokes) == records.map(\.sketch.strokes))
            #expect(result.map(\.key) == records.map(\.key))
            #expect(result[0].isRecognized == false)
            #expect(result[0].country == "VE")
            let seconds = result[0].timestamp.map { $0 / 1_000_000 }
            #expect(seconds == 1_488_497_110)
        }
    }

    @Test func jsonPreservesEverything() throws {
        var raw = Self.cat
        raw.sketch.strokes[0][1] = Point(x: 414.48199462890625, y: -1e-7)
        raw.kind = .raw
        for form in [DrawingFileFormat.ndjson, .json] {
            let result = try Self.through([form], [raw, Self.dog])
            #expect(result[0].sketch.strokes == raw.sketch.strokes)
            #expect(result[0].sketch.name == raw.sketch.name)
            #expect(result[0].key == raw.key)
            #expect(result[0].timestamp == raw.timestamp)
            #expect(result[0].kind == .raw)
            #expect(result[1].country == nil)
        }
    }

    /// A key derived from the points is not written.
    @Test func keysDerivedFromPointsAreNotWritten() throws {
        let bare = try DrawingFixture.read(Array(#"{"word":"a","drawing":[[[0,1,2,3],[0,1,2,3]]]}"#.utf8))
        try DrawingFixture.inFolder { folder in
            let writer = try DrawingFileFormat.ndjson.writer(folder + "/a.ndjson")
            try writer.append(bare[0])
            try writer.finish()
            let text = try String(contentsOfFile: folder + "/a.ndjson", encoding: .utf8)
            #expect(text == #"{"word":"a","drawing":[[[0,1,2,3],[0,1,2,3]]]}"# + "\n")
        }
    }

    @Test func npzPreservesSplitsAndFractions() throws {
        var records = [Self.cat, Self.dog, Self.dog]
        records[1].split = .validation
        records[2].split = .test
        records[2].sketch.strokes[0][1].x = 5.25
        records[0].split = .train
        let result = try Self.through([.npz], records)
        #expect(result.map(\.split) == [.train, .validation, .test])
        #expect(result[2].sketch.stroke3.rows[0].dx == 5.25)
        try DrawingFixture.inFolder { folder in
            let files = try (0..<2).map { number in
                let writer = try DrawingFileFormat.npz.writer(folder + "/\(number).npz")
                for record in records { try writer.append(record) }
                try writer.finish()
                return FileManager.default.contents(atPath: folder + "/\(number).npz")
            }
            #expect(files[0] == files[1])
        }
    }

    /// More drawings than a pickle appends at once, and more rows than fit in a byte.
    @Test func manyAndLongDrawings() throws {
        let long = SketchRecord(
            sketch: Sketch(strokes: [(0..<700).map { Point(x: Double($0 * 7 % 256), y: Double($0 % 256)) }]), kind: .prepared,
            key: "1")
        let many = (0..<2500).map { number in
            SketchRecord(
                sketch: Sketch(strokes: [[Point(x: 0, y: 0), Point(x: Double(number), y: 1)]]), kind: .prepared, key: "1")
        }
        let result = try Self.through([.npz], [long] + many)
        #expect(result.map(\.sketch.stroke3) == ([long] + many).map(\.sketch.stroke3))
    }

    @Test func unwritableDrawingsAreErrors() throws {
        let wide = SketchRecord(sketch: Sketch(strokes: [[Point(x: 0, y: 0), Point(x: 300, y: 0)]]), kind: .prepared, key: "1")
        let dot = SketchRecord(sketch: Sketch(strokes: [[Point(x: 0, y: 0)]]), kind: .prepared, key: "1")
        try DrawingFixture.inFolder { folder in
            #expect(throws: UnwritableDrawing.self) { try DrawingFileFormat.bin.writer(folder + "/a").append(wide) }
            for form in [DrawingFileFormat.npz, .csv] {
                #expect(throws: UnwritableDrawing.self) { try form.writer(folder + "/a").append(dot) }
            }
            // Unfinished writers leave no files.
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left.isEmpty)
        }
    }

    @Test func svgHasAPathPerStroke() throws {
        try DrawingFixture.inFolder { folder in
            let writer = try DrawingFileFormat.svg.writer(folder + "/a.svg")
            for record in [Self.cat, Self.dog] { try writer.append(record) }
            try writer.finish()
            let text = try String(contentsOfFile: folder + "/a.svg", encoding: .utf8)
            #expect(text.components(separatedBy: "<path").count - 1 == 5)
            #expect(text.components(separatedBy: "<title>").count - 1 == 2)
            #expect(text.contains("d=\"M10 100L90 10 265 110\""))
            #expect(XMLCheck.isWellFormed(text))
        }
    }

    // MARK: CSV

    @Test(arguments: [
        "1,2,0\n3,4,1\n\n5,6,1\n", "dx,dy,p\n1,2,0\r\n3,4,1\r\n \r\n5,6,1", "drawing,dx,dy,p\n0,1,2,0\n0,3,4,1\n1,5,6,1\n",
        "a;1;2;0\na;3;4;1\nb;5;6;1\n", "p\tdy\tdx\n0\t2\t1\n1\t4\t3\n\n1\t6\t5\n",
        "\u{FEFF}\"dx\",\"dy\",\"p\"\n1,2.0,0\n3e0,4,1\n\n\n5,6,1\n\n",
    ])
    func csvVariants(text: String) throws {
        let records = try DrawingFixture.read(Array(text.utf8))
        #expect(records.map { $0.sketch.stroke3.rows.map(\.dx) } == [[1, 3], [5]])
        #expect(records.map { $0.sketch.stroke3.rows.map(\.dy) } == [[2, 4], [6]])
    }

    @Test(arguments: [
        ("1,2,0\n3,x,1\n", "line 2: 'x' is not a number"), ("1,2,0\n3,4\n", "line 2: 2 columns, but the lines before have 3"),
        ("1,2,0\n3,nan,1\n", "line 2: 'nan' is not a number"), ("1,2,0\n1e400,4,1\n", "line 2: '1e400' is not a number"),
        ("nan,2,0\n3,4,1\n", "line 1: 'nan' is not a number"),
        ("1,2,0\n2000000,4,1\n", "line 2: the coordinate 2000000.0 is outside"),
    ])
    func invalidCSV(text: String, words: String) throws {
        let message = try DrawingFixture.refusal(Array(text.utf8))
        #expect(message?.contains(words) == true, "\(message ?? "read")")
    }

    // MARK: bin

    @Test func truncatedAndDamagedBinaryFiles() throws {
        try DrawingFixture.inFolder { folder in
            let path = folder + "/a.bin"
            let writer = try DrawingFileFormat.bin.writer(path)
            for record in [Self.cat, Self.dog] { try writer.append(record) }
            try writer.finish()
            let file = [UInt8](FileManager.default.contents(atPath: path) ?? Data())
            // Two records of 17 bytes, 3 + 2 strokes, 7 + 4 points.
            #expect(file.count == 2 * 17 + 2 * 5 + 2 * 11)
            let whole: Set = [0, 17 + 6 + 14, file.count]
            for length in 0..<file.count {
                try DrawingFixture.write(Array(file[..<length]), path)
                let result = Result { try SketchReader(path, options: ReadOptions(format: .bin)).records() }
                if length > 0, whole.contains(length) {
                    #expect(try result.get().count == 1)
                } else {
                    #expect(throws: FormatError.self, "cut at \(length)") { try result.get() }
                }
            }
            for index in file.indices {
                var damaged = file
                damaged[index] ^= 1 << UInt8(index % 8)
                try DrawingFixture.write(damaged, path)
                for format in [nil, SketchReader.InputFormat.bin] {
                    do { _ = try SketchReader(path, options: ReadOptions(format: format)).records() } catch is FormatError {}
                }
            }
        }
    }

    // MARK: Unsupported formats

    @Test(arguments: [
        ([0x89] + Array("PNG\r\n".utf8), "a PNG picture"), (Array("BZh9".utf8), "compressed with bzip2 (unpack it first)"),
        (Array("%PDF-1.7".utf8), "a PDF document"), ([UInt8](repeating: 0, count: 100), "binary data of an unknown format"),
        (Array("  0\nSECTION\n".utf8), "text of an unknown format"), (Array("G21\nG0 X1\n".utf8), "text of an unknown format"),
        (Array("%!PS-Adobe-3.0 EPSF-3.0\n".utf8), "a PostScript or EPS document (save it as SVG)"),
        ([0xFF, 0xFE, 0x5B, 0], "text in UTF-16 (save it as UTF-8)"),
        ([0x80, 4, 0x4E, 0x2E], "a bare pickle (save its arrays with np.savez)"),
    ])
    func unsupportedFormatsAreNamed(bytes: [UInt8], kind: String) throws {
        let message = try DrawingFixture.refusal(bytes, as: "x.dat")
        #expect(message == "x.dat is \(kind), which cannot be read as drawings")
    }

    @Test func filesWithANumberSignInTheirName() throws {
        try DrawingFixture.inFolder { folder in
            let drawing = Array(#"{"word":"a","drawing":[[[0,1],[0,1]]]}"#.utf8)
            try DrawingFixture.write(drawing, folder + "/a#0.json")
            try DrawingFixture.write(drawing, folder + "/b")
            #expect(try SketchReader(folder + "/a#0.json").records().count == 1)
            #expect(try SketchReader(folder + "/a#0.json#0").records().count == 1)
            #expect(throws: FormatError.self) { try SketchReader(folder + "/a#0.json#1").records() }
            #expect(
                throws: FormatError.noParts(
                    file: folder + "/b", part: "train",
                    form: "JSON or NDJSON (Quick, Draw! records, polylines, stroke-3, stroke-5)")
            ) { try SketchReader(folder + "/b#train").records() }
        }
    }
}

/// Whether tags are closed in order, which suffices for the writer's output.
private enum XMLCheck {
    static func isWellFormed(_ text: String) -> Bool {
        var open: [Substring] = []
        for match in text.matches(of: /<(\/?)([a-z]+)[^<>]*?(\/?)>/) {
            if !match.1.isEmpty {
                guard open.popLast() == match.2 else { return false }
            } else if match.3.isEmpty {
                open.append(match.2)
            }
        }
        return open.isEmpty
    }
}
