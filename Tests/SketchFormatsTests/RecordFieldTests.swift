import Foundation
import SketchCore
import SketchFormats
import Testing

/// What records say about their drawings, and what files contain besides them.
@Suite struct RecordFieldTests {
    static let drawing = #""drawing":[[[0,10,20,30],[0,5,7,9]]]"#

    @Test(arguments: [
        ("true", true), ("false", false), (#""True""#, true), (#""False""#, false), ("1", true), ("0", false), (#""0""#, false),
        (#""1""#, true), (#""true""#, true), ("1.0", true), ("0.0", false), ("null", nil),
        (#""yes""#, true), (#""no""#, false), (#""y""#, true), (#""N""#, false),
    ])
    func recognizedIsUnderstood(text: String, value: Bool?) throws {
        let (records, notes) = try StrokeFormTests.notes(#"{"recognized":\#(text),\#(Self.drawing)}"#)
        #expect(records[0].isRecognized == value && notes.isEmpty)
        try DrawingFixture.inFolder { folder in
            try DatasetTests.write(records, folder + "/a.ndjson", .ndjson)
            #expect(try SketchReader(folder + "/a.ndjson").records()[0].isRecognized == value)
        }
    }

    @Test func unknownValuesAreNamed() throws {
        let (_, notes) = try StrokeFormTests.notes(
            #"{"recognized":"maybe","split":"fold 3",\#(Self.drawing)}"# + "\n" + #"{"recognized":"maybe",\#(Self.drawing)}"#)
        #expect(
            notes == [
                "\"recognized\" of 2 drawings is not understood and ignored, for example maybe.",
                "\"split\" of 1 drawing is not understood and ignored, for example fold 3.",
            ])
    }

    @Test(arguments: [
        ("train", SketchDataset.Split.train), ("val", .validation), ("valid", .validation), ("validation", .validation),
        ("dev", .validation), ("eval", .validation), ("test", .test), ("TEST", .test),
    ])
    func recordsHaveTheirOwnSplit(name: String, split: SketchDataset.Split) throws {
        let record = try StrokeFormTests.notes(#"{"split":"\#(name)",\#(Self.drawing)}"#).records[0]
        #expect(record.assignedSplit == split)
        try DrawingFixture.inFolder { folder in
            try DatasetTests.write([record], folder + "/a.ndjson", .ndjson)
            #expect(try SketchReader(folder + "/a.ndjson").records()[0].split == split)
        }
    }

    @Test func wordsCanBeNumbers() throws {
        for (text, word) in [("17", "17"), ("\"17\"", "17"), ("17.0", "17")] {
            #expect(try StrokeFormTests.notes(#"{"word":\#(text),\#(Self.drawing)}"#).records[0].sketch.name == word)
        }
    }

    @Test(arguments: ["label", "class", "category"]) func otherNamesOfTheWord(name: String) throws {
        let texts = [
            #"{"\#(name)":"owl",\#(Self.drawing)}"#, "drawing;\(name)\n[[[0,10,20,30],[0,5,7,9]]];owl\n",
            #"{"\#(name)":"no","word":"owl",\#(Self.drawing)}"#,
        ]
        for text in texts { #expect(try StrokeFormTests.notes(text).records[0].sketch.name == "owl", "\(text)") }
    }

    @Test(arguments: [
        #"{"class_names":["cat","dog"],"drawings":[{"word":1,DRAWING},{"word":7,DRAWING}]}"#,
        #"{"class_names":["cat","dog"]}"# + "\n" + #"{"word":1,DRAWING}"# + "\n" + #"{"word":7,DRAWING}"#,
        #"{"classes":{"0":"cat","1":"dog"},"records":[{"label":1,DRAWING},{"label":7,DRAWING}]}"#,
        #"{"class_to_idx":{"cat":0,"dog":1},"records":[{"label":1,DRAWING},{"label":7,DRAWING}]}"#,
    ])
    func namesInTheFileItself(text: String) throws {
        let (records, notes) = try StrokeFormTests.notes(text.replacing("DRAWING", with: Self.drawing))
        #expect(records.map(\.sketch.name) == ["dog", "7"])
        #expect(
            notes == [
                "the class numbers of 1 drawing are replaced by the names in the file.",
                "the class 7 of 1 drawing has no name in the file.",
            ])
    }

    @Test(arguments: [#""classes":["cat","dog"]"#, #""names":{"0":"cat","1":"dog"}"#]) func namesInTheRecord(names: String) throws
    {
        let lines = [1, 7].map { #"{"word":\#($0),\#(names),\#(Self.drawing)}"# } + [#"{"word":0,\#(Self.drawing)}"#]
        let (records, notes) = try StrokeFormTests.notes(lines.joined(separator: "\n"))
        #expect(records.map(\.sketch.name) == ["dog", "7", "0"])
        #expect(
            notes == [
                "the class numbers of 1 drawing are replaced by the names in the records.",
                "the class 7 of 1 drawing has no name in the records.",
            ])
    }

    /// Neither value is taken for the other.
    @Test(arguments: [
        (#"{"word":"a","word":"b",DRAWING}"#, "word"), (#"{"split":"train","split":"test",DRAWING}"#, "split"),
        (#"{"key_id":"1","key_id":"2",DRAWING}"#, "key_id"), (#"{DRAWING,DRAWING}"#, "drawing"),
        (#"{"label":"a",DRAWING,"label":"a"}"#, "label"), (#"{"strokes":[[[1,2,3,4],[5,6,7,8]]],"strokes":[]}"#, "strokes"),
        (#"{"drawing":[[{"x":1,"y":2},{"x":3,"y":4,"x":5}]]}"#, "x"), (#"{"drawing":{"x":[1,2],"y":[3,4],"y":[5,6]}}"#, "y"),
        (#"[{"points":[[1,2],[3,4]],"points":[[5,6],[7,8]]}]"#, "points"), (#"[{"dx":1,"dy":2,"pen":0,"dx":3}]"#, "dx"),
        (#"{"drawings":[{"word":"a","word":"b",DRAWING}]}"#, "word"),
    ])
    func repeatedNamesAreRefused(text: String, name: String) throws {
        let text = text.replacing("DRAWING", with: Self.drawing)
        #expect(
            try DrawingFixture.refusal(Array(text.utf8), as: "a.json")
                == "a.json, line 1: \"\(name)\" occurs twice in one object; remove one of them", "\(text)")
    }

    @Test func repeatedNamesWithoutAMeaningAreRead() throws {
        #expect(try StrokeFormTests.notes(#"{"note":1,"note":2,"a":{},"a":3,\#(Self.drawing)}"#).records.count == 1)
    }

    @Test(arguments: [
        ("word,word,drawing\na,b,\"[[[0,10,20,30],[0,5,7,9]]]\"\n", "the column 'word' occurs twice; remove one of them"),
        ("drawing,drawing\n1,2\n", "the column 'drawing' occurs twice; remove one of them"),
        ("dx,dy,p,p\n1,2,0,0\n", "the column 'p' occurs twice; ADVICE"),
        ("pen,dx,dy,p\n1,2,0,0\n", "the columns 'pen' and 'p' have the same meaning; ADVICE"),
        ("x,y,stroke\n1,2,0\n", "the column 'stroke' is unknown: remove or rename it; ADVICE"),
        ("x,y,t\n1,2,0\n", "the column 't' is unknown: remove or rename it; ADVICE"),
        ("x;y;pressure\n1;2;0\n", "the column 'pressure' is unknown: remove or rename it; ADVICE"),
        ("index,dx,dy,p\n0,1,2,0\n", "the column 'index' is unknown: remove or rename it; ADVICE"),
        (",dx,dy,p\n0,1,2,0\n", "column 1 has no name: remove it; ADVICE"),
        ("x,y\n1,2\n", "the column p, the pen, is missing; ADVICE"),
        ("x,y,dx,dy,p\n1,2,3,4,0\n", "there are columns of offsets and of positions; ADVICE"),
        ("label,strokes\na,b\n", "there is no column 'drawing'; if 'strokes' has the drawings, name it drawing"),
    ])
    func headersAreExplained(text: String, reason: String) throws {
        let advice = "a table of rows has the columns dx, dy, p or x, y, p, and may have drawing, key_id and word"
        #expect(
            try DrawingFixture.refusal(Array(text.utf8), as: "a.csv")
                == "a.csv, line 1: " + reason.replacing("ADVICE", with: advice))
    }

    /// The columns of a table of rows that state the drawing, its class and its key.
    @Test(arguments: [
        ("drawing,x,y,p\nhouse,10,20,0\nhouse,15,5,1\ncat,9,20,0\ncat,3,5,1\n", ["house", "cat"], ["", ""]),
        ("drawing,word,x,y,p\na1,house,10,20,0\na1,house,15,5,1\na2,house,9,20,1\n", ["house", "house"], ["", ""]),
        ("key_id,label,x,y,p\n512,house,10,20,0\n512,house,15,5,1\n513,cat,9,20,1\n", ["house", "cat"], ["512", "513"]),
        ("drawing_id,x,y,p\nimg-1,10,20,0\nimg-1,15,5,1\nimg-2,9,20,1\n", ["a", "a"], ["img-1", "img-2"]),
        ("drawing,key_id,dx,dy,p\n0,e7,10,20,0\n0,e7,15,5,1\n1,e8,9,20,1\n", ["a", "a"], ["e7", "e8"]),
    ])
    func columnsOfRowsAreKept(text: String, words: [String], keys: [String]) throws {
        let (records, notes) = try StrokeFormTests.notes(text)
        #expect(records.map(\.sketch.name) == words)
        #expect(zip(records, keys).allSatisfy { $1.isEmpty ? $0.key.count > 10 : $0.key == $1 }, "\(records.map(\.key))")
        #expect(
            notes
                == (text.hasPrefix("drawing,x")
                    ? ["the column drawing of 2 drawings is read as the class, for example house."] : []))
    }

    /// A list of names next to the file, or in it.
    @Test(arguments: [
        ("categories.txt", "cat\ndog\r\n"), ("labels.txt", "0 cat\n1 dog\n"), ("labels.json", #"{"0":"cat","1":"dog"}"#),
        ("classes.json", #"["cat","dog"]"#),
        ("dataset_info.json", #"{"features":{"word":{"names":["cat","dog"],"_type":"ClassLabel"}}}"#),
        ("dataset_infos.json", #"{"default":{"features":{"word":{"names":["cat","dog"]}}}}"#),
    ])
    func classNumbersBecomeNames(file: String, list: String) throws {
        try DrawingFixture.inFolder { folder in
            try DrawingFixture.write(Array(list.utf8), folder + "/" + file)
            let lines = [1, 0, 2].map { #"{"word":\#($0),\#(Self.drawing)}"# }.joined(separator: "\n")
            try DrawingFixture.write(Array(lines.utf8), folder + "/a.ndjson")
            var notes: [String] = []
            let observer = ReadingObserver(note: { notes.append($0) })
            let records = try SketchReader(folder + "/a.ndjson").records(observer: observer)
            #expect(records.map(\.sketch.name) == ["dog", "cat", "2"])
            #expect(
                notes == [
                    "\(folder)/a.ndjson: the class numbers of 2 drawings are replaced by the names in \(file).",
                    "\(folder)/a.ndjson: the class 2 of 1 drawing has no name in \(file).",
                ])
        }
    }

    @Test func rowsOfADatasetServer() throws {
        let rows = [1, 0].map { #"{"row_idx":0,"row":{"word":\#($0),"drawing":{"x":[[0,10,20]],"y":[[0,5,7]]}}}"# }
        let text =
            #"{"features":[{"name":"word","type":{"names":["cat","dog"],"_type":"ClassLabel"}}],"rows":[\#(rows.joined(separator: ","))]}"#
        let records = try StrokeFormTests.notes(text).records
        #expect(records.map(\.sketch.name) == ["dog", "cat"] && records[0].sketch.strokes[0][2] == Point(x: 20, y: 7))
    }

    // MARK: Arrays

    static func array(_ name: String, _ dx: Double = 1) -> NumPyFixture.Member {
        NumPyFixture.Member(
            name + ".npy",
            NumPyFixture.objects(
                NumPyFixture.pickle(
                    [NumPyFixture.array([dx, -1, 0, dx, 1, 1], type: "i2", big: false, .python2)], .python2)))
    }

    @Test(arguments: ["val", "validation", "dev", "eval"]) func otherNamesOfTheValidationSplit(name: String) throws {
        let file = NumPyFixture.zip([Self.array("train"), Self.array(name, 2), Self.array("labels")])
        let (records, notes) = try StrokeFormTests.notes(file)
        #expect(records.map(\.split) == [.train, .validation])
        #expect(
            notes == [
                "the array \(name) is read as the validation split.",
                "skipped: the array labels, which is not a split of the data set.",
            ])
    }

    @Test func aMissingValidationSplitIsSetAsideByKey() throws {
        func file(_ names: [String]) -> [UInt8] {
            NumPyFixture.zip(
                names.map { name in
                    let arrays = (0..<200).map {
                        NumPyFixture.array([Double($0 + 1), -1, 1], type: "i2", big: false, .python2)
                    }
                    return NumPyFixture.Member(
                        name + ".npy", NumPyFixture.objects(NumPyFixture.pickle(arrays, .python2), count: 200))
                })
        }
        let (alone, notes) = try StrokeFormTests.notes(file(["train"]))
        #expect(alone.allSatisfy { $0.assignedSplit == SketchDataset.Split(key: $0.key) })
        #expect(Set(alone.map(\.assignedSplit)) == [.train, .validation, .test] && notes.count == 1)
        let both = try StrokeFormTests.notes(file(["train", "test"])).records
        let validation = both.prefix(200).filter { $0.split == .validation }.map(\.key)
        #expect(!validation.isEmpty && validation == alone.filter { $0.assignedSplit == .validation }.map(\.key))
        #expect(!both.prefix(200).contains { $0.split == .test } && both.suffix(200).allSatisfy { $0.split == .test })
        #expect(try StrokeFormTests.notes(file(["train", "test", "valid"])).notes.isEmpty)
        // A selected array keeps its split.
        #expect(try DrawingFixture.read(file(["train"]), as: "a.npz", "#train").allSatisfy { $0.split == .train })
    }

    @Test(arguments: [
        ("train_x", "train_y"), ("x_train", "y_train"), ("train-data", "train labels"), ("training_set", "train_targets"),
    ])
    func arraysOfASplitHaveLongerNames(name: String, other: String) throws {
        let (records, notes) = try StrokeFormTests.notes(
            NumPyFixture.zip([Self.array(name), Self.array(other), Self.array("validate", 2), Self.array("x_test", 3)]))
        #expect(records.map(\.split) == [.train, .validation, .test])
        #expect(records.allSatisfy { $0.sketch.name != name })
        #expect(
            notes == [
                "the array \(name) is read as the train split.", "the array validate is read as the validation split.",
                "the array x_test is read as the test split.",
                "skipped: the array \(other), which is not a split of the data set.",
            ])
    }

    // MARK: SVG

    @Test func skippedPartsOfSVGAreCounted() throws {
        let text = """
            <svg xmlns="http://www.w3.org/2000/svg" stroke="red"><style>g~.a{fill:none}</style><defs><marker id="m"><path d="M0 0h1"/></marker>
            <clipPath id="c"><rect width="5" height="5"/></clipPath></defs>
            <path d="M0 0h9" marker-end="url(#m)" marker-start="none"/><g style="clip-path:url(#c);marker-mid:url(#m)"><path d="M1 1h9"/></g>
            <image width="5"/><text>a</text></svg>
            """
        let record = try DrawingFixture.read(Array(text.utf8))[0]
        #expect(record.sketch.strokes.count == 2)
        #expect(
            record.notes == [
                "skipped: 1 clip path, 1 image, 2 markers, 1 style rule, 1 text; convert text to paths, or outline it when reading, to include it"
            ])
    }

    /// Encodings that Expat does not know, with the same title in each.
    @Test(
        arguments: [
            ("ISO-8859-15", [0xA4, 0xE9], true), ("koi8-r", [0xC1, 0xC2], true), ("Shift_JIS", [0x82, 0xA0], true),
            ("gb18030", [0xB0, 0xA1], true), ("Shift_JIS", [0x82, 0x20], false), ("ISO-2022-JP", [0x41], false),
            ("utf-7", [0x41], false), ("windows-1252//TRANSLIT", [0x41], false),
        ] as [(String, [UInt8], Bool)])
    func otherEncodingsAreConverted(name: String, title: [UInt8], isRead: Bool) throws {
        let head = "<?xml version=\"1.0\" encoding=\"\(name)\"?><svg xmlns=\"http://www.w3.org/2000/svg\" stroke=\"red\"><title>"
        let bytes = Array(head.utf8) + title + Array("</title><path d=\"M0 0h9\"/></svg>".utf8)
        #expect((try DrawingFixture.refusal(bytes) == nil) == isRead)
    }

    @Test func windowsEncodingIsRead() throws {
        let text =
            "<?xml version=\"1.0\" encoding=\"windows-1252\"?><svg xmlns=\"http://www.w3.org/2000/svg\" stroke=\"red\"><title>"
        let bytes = Array(text.utf8) + [0x80, 0xE9] + Array("</title><path d=\"M0 0h9\"/></svg>".utf8)
        #expect(try DrawingFixture.read(bytes).count == 1)
        let other = Array(
            String(decoding: bytes.filter { $0 < 0x80 }, as: UTF8.self).replacing("windows-1252", with: "x-mac").utf8)
        #expect(try DrawingFixture.refusal(other)?.contains("save the document as UTF-8") == true)
    }
}
