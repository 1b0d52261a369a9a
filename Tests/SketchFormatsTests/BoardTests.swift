import Foundation
import SketchCore
import SketchFormats
import Testing

/// Whiteboards of Excalidraw and tldraw, read as files.
@Suite struct BoardTests {
    func records(_ text: String) throws -> [SketchRecord] {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data(text.utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try SketchReader(url.path).records()
    }

    func p(_ x: Double, _ y: Double) -> Point { Point(x: x, y: y) }

    @Test func excalidrawElementsBecomeStrokes() throws {
        let record = try records(
            #"""
            {"type": "excalidraw", "version": 2, "elements": [
              {"type":"freedraw","x":10,"y":20,"angle":0,"points":[[0,0],[5,-5],[10,0]]},
              {"type":"line","x":0,"y":0,"angle":3.141592653589793,"points":[[0,0],[10,0]]},
              {"type":"rectangle","x":1,"y":2,"width":4,"height":3,"angle":0,"roundness":null},
              {"type":"diamond","x":0,"y":0,"width":4,"height":2},
              {"type":"freedraw","x":0,"y":0,"points":[[0,0],[1,1]],"isDeleted":true},
              {"type":"text","x":0,"y":0,"text":"no"}], "appState": {}}
            """#)[0]
        let strokes = record.sketch.strokes
        #expect(strokes[0] == [p(10, 20), p(15, 15), p(20, 20)])
        #expect(zip(strokes[1], [p(10, 0), p(0, 0)]).allSatisfy { hypot($0.x - $1.x, $0.y - $1.y) < 1e-9 })
        #expect(strokes[2] == [p(1, 2), p(5, 2), p(5, 5), p(1, 5), p(1, 2)])
        #expect(strokes[3] == [p(2, 0), p(4, 1), p(2, 2), p(0, 1), p(2, 0)])
        #expect(strokes.count == 4)
        #expect(record.notes == ["skipped: 1 of type text"])
        #expect(record.kind == .raw)
    }

    let page = #"{"typeName":"page","id":"page:1","name":"One","index":"a1"}"#

    @Test func tldrawShapesMoveWithTheirGroups() throws {
        let found = try records(
            #"""
            {"tldrawFileFormatVersion":1,"schema":{"schemaVersion":2},"records":[\#(page),
              {"typeName":"shape","id":"shape:b","type":"draw","parentId":"shape:g","index":"a1","x":1,"y":2,"rotation":0,
               "props":{"segments":[{"type":"free","points":[{"x":0,"y":0,"z":0.5},{"x":4,"y":0}]},
                                    {"type":"straight","points":[{"x":4,"y":0},{"x":4,"y":4}]}],"isClosed":true}},
              {"typeName":"shape","id":"shape:g","type":"group","parentId":"page:1","index":"a2","x":100,"y":0,"props":{}},
              {"typeName":"shape","id":"shape:l","type":"line","parentId":"page:1","index":"a1","x":0,"y":0,
               "props":{"points":{"a2":{"id":"a2","index":"a2","x":9,"y":9},"a1":{"id":"a1","index":"a1","x":0,"y":0}}}},
              {"typeName":"shape","id":"shape:t","type":"geo","parentId":"page:1","index":"a3","x":0,"y":0,"props":{}}]}
            """#)
        #expect(found.count == 1)
        #expect(found[0].sketch.strokes == [[p(0, 0), p(9, 9)], [p(101, 2), p(105, 2), p(105, 6), p(101, 2)]])
        #expect(found[0].notes == ["skipped: 1 of type geo"])
    }

    @Test func invalidTldrawBoardsAreErrors() throws {
        func sentence(_ shape: String) -> String {
            do {
                return "\(try records(#"{"tldrawFileFormatVersion":1,"records":[\#(page),\#(shape)]}"#).count)"
            } catch { return "\(error)" }
        }
        #expect(
            sentence(#"{"typeName":"shape","id":"s","type":"draw","parentId":"page:1","props":{"segments":[{"path":"AAAA"}]}}"#)
                .contains("the packed points of a drawn line are damaged"))
        #expect(
            sentence(#"{"typeName":"shape","id":"s","type":"geo","parentId":"page:1"}"#).contains(
                "contains no visible strokes (skipped: 1 of type geo)"))
        // A shape that is its own parent, and one with the id of the page.
        let own = #"{"typeName":"shape","id":"page:1","type":"group","parentId":"page:1"}"#
        #expect(sentence(own + "," + own).contains("no visible strokes"))
    }

    // MARK: Libraries, curves, notes

    @Test func libraryItemsAreDrawings() throws {
        let line = #"{"type":"freedraw","x":10,"y":0,"points":[[0,0],[5,-5],[10,0]]}"#
        let second = try records(
            #"{"type":"excalidrawlib","version":2,"libraryItems":[{"name":"hat","elements":[\#(line)]},{"elements":[\#(line),\#(line)]}]}"#
        )
        #expect(second.map { $0.sketch.strokes.count } == [1, 2] && second[0].sketch.name == "hat")
        #expect(try records(#"{"type":"excalidrawlib","version":1,"library":[[\#(line)],[\#(line)]]}"#).count == 2)
        #expect(throws: FormatError.self) { try records(#"{"type":"excalidrawlib","version":2,"libraryItems":[]}"#) }
    }

    @Test(arguments: [#""roundness":{"type":2}"#, #""strokeSharpness":"round""#]) func roundLinesAreCurves(round: String) throws {
        func strokes(_ more: String, type: String = "line") throws -> [Point] {
            try records(
                #"{"type":"excalidraw","elements":[{"type":"\#(type)","x":10,"y":10,"points":[[0,0],[50,80],[100,0]],\#(more)}]}"#
            )[0]
            .sketch.strokes[0]
        }
        let curve = try strokes(round)
        // The spline passes through the points; between the first two its middle is off the line by 1/16 of the second difference.
        #expect(curve.count > 10 && curve.contains(p(60, 90)) && curve.first == p(10, 10) && curve.last == p(110, 10))
        let middle = curve.min { abs($0.x - 34) < abs($1.x - 34) } ?? p(0, 0)
        #expect(abs(middle.y - (10 + 1.6 * (middle.x - 10))) > 3)
        #expect(try strokes("\(round),\"elbowed\":true", type: "arrow").count == 3)
        #expect(try strokes("\"roundness\":null").count == 3)
    }

    @Test func obsidianNotes() throws {
        let board =
            #"{"type":"excalidraw","version":2,"elements":[{"type":"freedraw","x":10,"y":10,"points":[[0,0],[10,20],[20,0]]}]}"#
        let head = "---\n\nexcalidraw-plugin: parsed\n---\n# Text Elements\n%%\n## Drawing\n"
        let stroke = [[p(10, 10), p(20, 30), p(30, 10)]]
        #expect(try records("\(head)```json\n\(board)\n```\n%%").map(\.sketch.strokes) == [stroke])
        // Compressed by lz-string 1.5.0, wrapped as the plug-in wraps it.
        let packed = """
            N4IgLgngDgpiBcIYA8DGBDANgSwCYCd0B3EAGhADcZ8BnbAewDsEAmcmTGAWxkbBoQBtUJFgIQAM3wwYBYmRDIEARgAM5CCvUgo9bHwHxBg9aoC6pQWtItzl26XNmAvqRHQ4iMCjALvyX0QAS8BkchBnFyA=
            """
        let wrapped = packed.enumerated().map { $0.offset % 64 == 63 ? "\($0.element)\n" : "\($0.element)" }.joined()
        let record = try records("\(head)```compressed-json\n\(wrapped)\n```\n%%")[0]
        #expect(record.sketch.strokes == stroke && record.notes == ["skipped: 1 of type text"])
        for (body, words) in [
            ("```compressed-json\n\(packed.prefix(50))\n```", "compressed board is damaged"), ("", "no block of json"),
            ("```json\n{}\n```", "not an Excalidraw board"), ("```json\n{\n```", "not valid JSON"),
        ] {
            do { Issue.record("read \(try records(head + body).count)") } catch {
                #expect("\(error)".contains(words), "\(error)")
            }
        }
    }

    // MARK: tldraw

    func tldraw(_ shapes: String) throws -> SketchRecord {
        try records(#"{"tldrawFileFormatVersion":1,"records":[\#(page),\#(shapes)]}"#)[0]
    }

    func shape(_ type: String, _ props: String, x: Double = 0) -> String {
        #"{"typeName":"shape","id":"s\#(type)","type":"\#(type)","parentId":"page:1","index":"a1","x":\#(x),"y":0,"props":{\#(props)}}"#
    }

    /// The bytes of a line in the form of tldraw's newer versions: float32, then float16 differences.
    @Test func packedPoints() throws {
        var bytes: [UInt8] = []
        for value in [0, 0, 0.5] as [Float] { bytes += NumPyFixture.little(value.bitPattern) }
        for value in [10, 20, 0, 10, -20, 0] as [Float16] { bytes += NumPyFixture.little(value.bitPattern) }
        let text = Data(bytes).base64EncodedString()
        let record = try tldraw(shape("draw", #""segments":[{"type":"free","path":"\#(text)"}],"scaleX":2,"scaleY":1"#, x: 100))
        #expect(record.sketch.strokes == [[p(100, 0), p(120, 20), p(140, 0)]])
        let old = Data([1, 2, 0.5, 3, 4, 0.5].flatMap { NumPyFixture.little(Float16($0).bitPattern) }).base64EncodedString()
        #expect(
            try tldraw(shape("draw", #""segments":[{"type":"free","points":"\#(old)"}]"#)).sketch.strokes
                == [[p(1, 2), p(3, 4)]])
        for damaged in ["AAAA", "%%%%", ""] {
            #expect(throws: FormatError.self) { try tldraw(shape("draw", #""segments":[{"path":"\#(damaged)"}]"#)) }
        }
    }

    @Test func geometricShapesAndArrows() throws {
        let box = try tldraw(shape("geo", #""geo":"rectangle","w":10,"h":20,"growY":5"#, x: 1))
        #expect(box.sketch.strokes == [[p(1, 0), p(11, 0), p(11, 25), p(1, 25), p(1, 0)]])
        for (geo, count) in [
            ("triangle", 4), ("diamond", 5), ("pentagon", 6), ("hexagon", 7), ("octagon", 9), ("star", 11), ("rhombus", 5),
            ("rhombus-2", 5), ("trapezoid", 5), ("arrow-left", 8), ("arrow-right", 8), ("arrow-up", 8), ("arrow-down", 8),
        ] {
            let stroke = try tldraw(shape("geo", #""geo":"\#(geo)","w":30,"h":20"#)).sketch.strokes[0]
            let bounds = Bounds(stroke)
            #expect(stroke.count == count && bounds?.minX == 0 && abs((bounds?.maxX ?? 0) - 30) < 1e-9, "\(geo)")
            #expect(abs((bounds?.minY ?? 1)) < 1e-9 && abs((bounds?.maxY ?? 0) - 20) < 1e-9, "\(geo)")
        }
        for (geo, count) in [("ellipse", 1), ("oval", 1), ("heart", 1), ("x-box", 3), ("check-box", 2)] {
            #expect(try tldraw(shape("geo", #""geo":"\#(geo)","w":30,"h":20"#)).sketch.strokes.count == count, "\(geo)")
        }
        let both = try tldraw(
            shape("geo", #""geo":"cloud","w":30,"h":20"#) + ","
                + shape("arrow", #""start":{"x":0,"y":0},"end":{"x":100,"y":0},"bend":0"#))
        #expect(both.sketch.strokes == [[p(0, 0), p(100, 0)]] && both.notes == ["skipped: 1 of type geo cloud"])
        let arc = try tldraw(shape("arrow", #""start":{"x":0,"y":0},"end":{"x":100,"y":0},"bend":20"#)).sketch.strokes[0]
        // In tldraw a positive bend of an arrow to the right is below the line, where y is larger.
        let bounds = Bounds(arc)
        #expect(abs((bounds?.maxY ?? 0) - 20) < 0.1 && abs(bounds?.minY ?? 9) < 1e-9 && arc.last == p(100, 0))
        let bound = shape("arrow", #""start":{"type":"binding"},"end":{"x":1,"y":1}"#)
        #expect(
            try tldraw(bound + "," + shape("geo", #""geo":"diamond","w":3,"h":2"#)).notes
                == ["skipped: 1 of type arrow bound to a shape"])
    }

    @Test func filesOfTheFirstVersion() throws {
        let record = try records(
            #"""
            {"name":"New Document","fileHandle":{},"document":{"id":"doc","version":15.5,"pages":{"page":{"id":"page","name":"P",
             "childIndex":1,"shapes":{
              "c":{"id":"c","type":"draw","parentId":"page","childIndex":2,"point":[100,50],"points":[[0,0,0.5],[10,20,0.5]]},
              "a":{"id":"a","type":"rectangle","parentId":"page","childIndex":1,"point":[1,2],"size":[4,3],"rotation":0},
              "e":{"id":"e","type":"ellipse","parentId":"page","childIndex":4,"point":[0,0],"radius":[5,5]},
              "l":{"id":"l","type":"arrow","parentId":"page","childIndex":3,"point":[0,9],
                   "handles":{"start":{"point":[0,0]},"bend":{"point":[5,0]},"end":{"point":[10,0]}}},
              "t":{"id":"t","type":"text","parentId":"page","childIndex":5,"point":[0,0],"text":"a"}},"bindings":{}}},
             "pageStates":{},"assets":{}},"assets":{}}
            """#)[0]
        let strokes = record.sketch.strokes
        #expect(strokes[0] == [p(1, 2), p(5, 2), p(5, 5), p(1, 5), p(1, 2)])
        #expect(strokes[1] == [p(100, 50), p(110, 70)] && strokes[2] == [p(0, 9), p(10, 9)])
        #expect(strokes[3].first == p(10, 5) && strokes.count == 4 && record.notes == ["skipped: 1 of type text"])
    }

    @Test func arrowHeadsAreCounted() throws {
        let excalidraw = #"""
            {"type":"excalidraw","elements":[{"type":"arrow","points":[[0,0],[9,9]],"startArrowhead":null,"endArrowhead":"arrow"},
              {"type":"line","points":[[0,0],[9,9]],"startArrowhead":null,"endArrowhead":null}]}
            """#
        #expect(try records(excalidraw)[0].notes == ["skipped: 1 of type arrow head"])
        let arrow = #"""
            {"typeName":"shape","type":"arrow","id":"s","parentId":"page:1","index":"a1","x":0,"y":0,
             "props":{"start":{"x":0,"y":0},"end":{"x":9,"y":9},"arrowheadStart":"none","arrowheadEnd":"dot"}}
            """#
        let tldraw = #"{"tldrawFileFormatVersion":1,"records":[\#(page),\#(arrow)]}"#
        #expect(try records(tldraw)[0].notes == ["skipped: 1 of type arrow head"])
    }
}
