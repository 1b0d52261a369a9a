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
                .contains("export the board as SVG"))
        #expect(
            sentence(#"{"typeName":"shape","id":"s","type":"geo","parentId":"page:1"}"#).contains(
                "contains no visible strokes (skipped: 1 of type geo)"))
        // A shape that is its own parent, and one with the id of the page.
        let own = #"{"typeName":"shape","id":"page:1","type":"group","parentId":"page:1"}"#
        #expect(sentence(own + "," + own).contains("no visible strokes"))
    }
}
