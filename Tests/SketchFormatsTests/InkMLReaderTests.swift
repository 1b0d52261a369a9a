import Foundation
import SketchCore
import SketchFormats
import Testing

@Suite struct InkMLReaderTests {
    func strokes(_ body: String) throws -> [[Point]] {
        let text = "<ink xmlns=\"http://www.w3.org/2003/InkML\">\(body)</ink>"
        return try InkMLReader.record(Array(text.utf8), file: "a.inkml").sketch.strokes
    }

    func p(_ x: Double, _ y: Double) -> Point { Point(x: x, y: y) }

    @Test func tracesBecomeStrokes() throws {
        #expect(
            try strokes("<trace>1 2, 3 4,\n5 -6.5</trace><traceGroup><trace> 7 8 </trace></traceGroup>")
                == [[p(1, 2), p(3, 4), p(5, -6.5)], [p(7, 8)]])
    }

    @Test func channelsFollowTheTraceFormat() throws {
        let format = "<traceFormat><channel name='T'/><channel name='Y'/><channel name='X'/><channel name='F'/></traceFormat>"
        #expect(
            try strokes("<context>\(format)</context><trace>0 2 1 9, 5 4 3, T 6 5 #FF</trace>") == [[p(1, 2), p(3, 4), p(5, 6)]])
    }

    /// The example in section 3.2 of the recommendation: first and second differences.
    @Test func differencesAddUp() throws {
        #expect(
            try strokes("<trace>1125 18432,'23'43,\"7\"-8,3-5,7 -3,6 2,6 8,3 6,2 6</trace>")
                == [
                    [
                        p(1125, 18432), p(1148, 18475), p(1178, 18510), p(1211, 18540), p(1251, 18567), p(1297, 18596),
                        p(1349, 18633), p(1404, 18676), p(1461, 18725),
                    ]
                ])
        #expect(try strokes("<trace>1 1,'2 *,!9 '3,* *</trace>") == [[p(1, 1), p(3, 1), p(9, 4), p(9, 4)]])
    }

    /// As OneNote writes: a context per format, each with its own channels, some of them boolean.
    @Test func tracesHaveTheFormatOfTheirContext() throws {
        func context(_ id: String, _ channels: String...) -> String {
            "<context xml:id='\(id)'><inkSource xml:id='s\(id)'><traceFormat>"
                + channels.map { "<channel name='\($0)'/>" }.joined() + "</traceFormat></inkSource></context>"
        }
        let contexts = context("c0", "X", "Y", "F", "B") + context("c1", "Y", "X")
        let traces = "<trace contextRef='#c0'>1 2 9 T, 3 4 9F</trace><trace contextRef='#c1'>6 5, 8 7</trace>"
        let expected = [[p(1, 2), p(3, 4)], [p(5, 6), p(7, 8)]]
        #expect(try strokes("<definitions>\(contexts)</definitions>\(traces)") == expected)
        // References to a source and to a format, and groups.
        let referred =
            "<traceFormat xml:id='f'><channel name='Y'/><channel name='X'/></traceFormat>"
            + context("c0", "X", "Y", "F", "B")
            + "<context xml:id='c1' traceFormatRef='#f'/><context xml:id='c2' inkSourceRef='#sc0'/>"
        #expect(try strokes("<definitions>\(referred)</definitions>\(traces)") == expected)
        #expect(
            try strokes(
                "<definitions>\(referred)</definitions><traceGroup contextRef='#c1'><trace>6 5</trace></traceGroup>"
                    + "<trace contextRef='#c2'>1 2 9 true</trace>") == [[p(5, 6)], [p(1, 2)]])
        // A context outside the definitions holds for the traces after it.
        #expect(
            try strokes("\(context("a", "Y", "X"))<trace>6 5</trace>\(context("b", "X", "Y", "F"))<trace>1 2 3</trace>")
                == [[p(5, 6)], [p(1, 2)]])
    }

    @Test(arguments: [
        (
            "<definitions><traceFormat><channel name='X'/><channel name='Y'/></traceFormat><traceFormat><channel name='Y'/>"
                + "<channel name='X'/></traceFormat></definitions><trace>1 2</trace>", "does not state which it has"
        ), ("<definitions><context traceFormatRef='#f'/></definitions><trace>1 2</trace>", "\"#f\" is not defined before it"),
        ("<trace>1</trace>", "a value for X and for Y is expected"), ("<trace>1 2 3</trace>", "since the format has 2 channels"),
        ("<trace>a b</trace>", "a number is expected"), ("<trace continuation='end'>1 2</trace>", "continues another"),
        ("<traceFormat><channel name='X'/></traceFormat>", "has no channels X and Y"),
        ("<trace>1 2e9</trace>", "the coordinate 2000000000.0 is outside"),
        ("", "contains no visible strokes"),
        ("<traceFormat>\(String(repeating: "<channel name='F'/>", count: 257))</traceFormat>", "more than 256 channels"),
        ("<trace type='penUp'>1 2</trace>", "contains no visible strokes (skipped: 1 pen-up trace)"),
    ])
    func invalidDocumentsAreErrors(body: String, part: String) {
        do { Issue.record("read \(try strokes(body))") } catch { #expect("\(error)".contains(part), "\(error)") }
    }
}
