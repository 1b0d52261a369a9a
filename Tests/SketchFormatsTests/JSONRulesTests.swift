import Foundation
import SketchCore
import Testing

/// Numbers, nesting depth and size of JSON, and the sentences of errors.
@Suite struct JSONRulesTests {
    @Test(arguments: ["1e400", "-1e400", "NaN", "Infinity", "01", "+1", ".5", "1.", "0x10", "1e", "--1", "true", "\"1\"", "null"])
    func invalidNumbersAreRejected(number: String) throws {
        #expect(try DrawingFixture.refusal(Array("[[[0,\(number),0,0],[0,1,2,3]]]".utf8)) != nil)
    }

    @Test(arguments: [
        ("1E2", 100.0), ("-0", 0), ("414.48199462890625", 414.48199462890625), ("1e-400", 0), ("255.0", 255), ("0.1", 0.1),
    ])
    func numbersAreExact(text: String, value: Double) throws {
        let records = try DrawingFixture.read(Array("[[[0,\(text),0,0],[0,1,2,3]]]".utf8))
        #expect(records[0].sketch.strokes[0][1].x == value)
    }

    @Test func coordinatesAreLimited() throws {
        #expect(try DrawingFixture.read(Array("[[[0,1000000,0,0],[0,1,2,3]]]".utf8)).count == 1)
        let message = try DrawingFixture.refusal(Array("[[[0,1],[0,1]]]\n[[[0,1000001,0,0],[0,1,2,3]]]".utf8), as: "a.json")
        #expect(message == "a.json, line 2: the coordinate 1000001.0 is outside +-1000000")
    }

    @Test func nestingDepthIsLimited() throws {
        func nested(_ depth: Int) -> [UInt8] {
            let text =
                #"{"drawing":[[[0,1],[0,1]]],"x":"# + String(repeating: "[", count: depth - 1) + "0"
                + String(repeating: "]", count: depth - 1) + "}"
            return Array(text.utf8)
        }
        #expect(try DrawingFixture.read(nested(64)).count == 1)
        for depth in [65, 1000, 1_000_000] {
            #expect(try DrawingFixture.refusal(nested(depth))?.contains("JSON nested deeper than 64 levels") == true)
        }
        #expect(try DrawingFixture.refusal([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)) != nil)
    }

    @Test func valueSizeIsLimited() throws {
        let line = Array("[[[0,1],[0,1".utf8) + [UInt8](repeating: UInt8(ascii: " "), count: 33 << 20)
        #expect(
            try DrawingFixture.refusal(line, as: "a.json")
                == "a.json, line 1: more than 32 MiB")
    }

    /// Lines that begin or end at any position of the reader's buffer, and lines longer than it.
    @Test func linesOfAllLengths() throws {
        var text = ""
        for number in 0..<600 {
            let padding = String(repeating: " ", count: number * 997 % 4000 + (number % 100 == 0 ? 300_000 : 0))
            text +=
                #"{"word":"w\#(number)",\#(padding)"drawing":[[[0,\#(number % 256),0,0],[0,1,2,3]]]}"#
                + (number % 7 == 0 ? "\r\n\n" : "\n")
        }
        let records = try DrawingFixture.read(Array(text.utf8))
        #expect(records.map(\.sketch.name) == (0..<600).map { "w\($0)" })
        #expect(records.map { $0.sketch.strokes[0][1].x } == (0..<600).map { Double($0 % 256) })
    }

    @Test(arguments: [
        "\u{FEFF}[[[0,1],[0,1]]]", "\u{FEFF}{\"drawing\":[[[0,1],[0,1]]]}\n{\"drawing\":[[[0,1],[0,1]]]}",
        #"[{"word":"a","drawing":[[[0,1],[0,1]]]},{"word":"b","drawing":[[[0,1],[0,1]]]}]"#, "[[[[0,1],[0,1]]],[[[0,1],[0,1]]]]",
        "[\n{\"drawing\":[[[0,1],[0,1]]]},\n{\"drawing\":[[[0,1],[0,1]]]}\n]",
    ])
    func byteOrderMarksAndLists(text: String) throws {
        for record in try DrawingFixture.read(Array(text.utf8)) {
            #expect(record.sketch.strokes == [[Point(x: 0, y: 0), Point(x: 1, y: 1)]])
        }
    }

    /// A list of records is read record by record, so that it can be larger than the limit of a value.
    @Test func listsOfRecordsAreNotLimited() throws {
        let record = #"{"word":"a]}\"{","drawing":[[[0,1],[0,1]]]}"#
        let padding = String(repeating: " ", count: 1 << 20)
        let text = "\n[ " + (0..<40).map { _ in record + padding }.joined(separator: ",\n") + "]\n" + record
        #expect(try DrawingFixture.read(Array(text.utf8)).count == 41)
        for (rest, line) in [(",", 2), ("", 2), (",{\"drawing\":1}]", 2), (",\n\n[]]", 4), ("}", 2), ("] x", 2)] {
            let message = try DrawingFixture.refusal(Array("[\(record)\n,\(record)\(rest)".utf8), as: "a.json")
            #expect(message?.hasPrefix("a.json, line \(line): ") == true, "\(rest): \(message ?? "read")")
        }
    }

    /// Escapes are read, and text that is not UTF-8 is rejected.
    @Test func escapesAndInvalidUTF8() throws {
        let record = try DrawingFixture.read(
            Array(#"{"word":"b\u00e9","drawing":[[[0,1],[0,1]]],"key_id":12,"recognized":true}"#.utf8))[0]
        #expect(record.sketch.name == "b\u{e9}" && record.key == "12" && record.isRecognized == true)
        let broken = Array(#"{"word":""#.utf8) + [0xC3, 0x28] + Array(#"","drawing":[[[0,1],[0,1]]]}"#.utf8)
        #expect(try DrawingFixture.refusal(broken)?.contains("not UTF-8") == true)
    }

    @Test func truncatedAndDamagedRecords() throws {
        let text = Array(#"{"word":"a\"b","key_id":"1","recognized":false,"drawing":[[[0,1.5],[0,-1]],[[1],[2]]]}"#.utf8)
        for length in 0..<text.count { #expect(try DrawingFixture.refusal(Array(text[..<length])) != nil, "cut at \(length)") }
        for index in text.indices {
            var damaged = text
            damaged[index] ^= 1 << UInt8(index % 8)
            _ = try DrawingFixture.refusal(damaged)
        }
    }
}
