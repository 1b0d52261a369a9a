import Foundation
import SketchCore
import SketchFormats
import Testing

/// Rows with negative numbers that are positions, for example around the origin, are refused; offsets are not.
@Suite struct PositionTrialTests {
    /// A cat's head with whiskers, eyes and nose.
    static let cat: [[(Int, Int)]] = [
        [
            (-60, -20), (-63, -40), (-66, -60), (-68, -80), (-70, -100), (-60, -92), (-50, -84), (-40, -73), (-30, -62),
            (-15, -64),
            (0, -66), (12, -64), (25, -62), (48, -82), (60, -90), (72, -98), (70, -58), (66, -18), (68, 12), (64, 26), (58, 40),
            (46, 62), (30, 80), (15, 86), (0, 90), (-25, 84), (-46, 64), (-54, 51), (-62, 38), (-64, 23), (-66, 8), (-60, -20),
        ],
        [(-50, 22), (-90, 16), (-120, 8)], [(-50, 38), (-90, 48), (-118, 54)], [(50, 22), (90, 16), (120, 8)],
        [(50, 38), (90, 48), (118, 54)], [(-30, -10), (-22, -14), (-20, -4), (-30, -2), (-30, -10)],
        [(24, -12), (32, -14), (34, -4), (26, -2), (24, -12)], [(-6, 20), (6, 20), (0, 28), (-6, 20)],
    ]

    /// Its points as rows (x, y, p), or their differences.
    static func rows(asOffsets: Bool, scale: Int = 1) -> [[Int]] {
        var (rows, last) = ([[Int]](), (0, 0))
        for stroke in cat {
            for (place, point) in stroke.enumerated() {
                let row = asOffsets ? (point.0 - last.0, point.1 - last.1) : point
                rows.append([row.0 * scale, row.1 * scale, place == stroke.count - 1 ? 1 : 0])
                last = point
            }
        }
        return rows
    }

    static func json(_ rows: [[Int]]) -> String {
        "[" + rows.map { "[" + $0.map(String.init).joined(separator: ",") + "]" }.joined(separator: ",") + "]"
    }

    static func files(_ rows: [[Int]]) -> [[UInt8]] {
        let five = rows.map { [$0[0], $0[1], 1 - $0[2], $0[2], 0] } + [[0, 0, 0, 0, 1]]
        func array(_ rows: [[Int]]) -> [UInt8] {
            NumPyFixture.npy(
                descr: "<i2", shape: "\(rows.count), \(rows[0].count)",
                body: NumPyFixture.data(rows.joined().map(Double.init), type: "i2", big: false))
        }
        return [
            Array(json(rows).utf8), Array("[\(json(rows))]".utf8), Array("{\"drawing\":\(json(rows))}".utf8),
            Array(json(five).utf8), Array("{\"sketches\":[\(json(five))]}".utf8),
            Array(rows.map { "\($0[0]),\($0[1]),\($0[2])\n" }.joined().utf8), array(rows), array(five),
        ]
    }

    @Test func positionsAroundTheOriginAreRefused() throws {
        for file in Self.files(Self.rows(asOffsets: false)) {
            let message = try DrawingFixture.refusal(file)
            #expect(message?.contains("the numbers can be read as offsets") == true, "\(message ?? "read")")
            #expect(message?.contains("or as positions (x, y, ...) (positions)") == true)
            let read = try DrawingFixture.read(file, as: "a", "", .positions)[0].sketch.strokes
            #expect(read.map(\.count) == Self.cat.map(\.count) && read[0][0] == Point(x: -60, y: -20))
        }
    }

    @Test func offsetsAreRead() throws {
        for file in Self.files(Self.rows(asOffsets: true)) + Self.files(Self.rows(asOffsets: true, scale: 4)) {
            #expect(try DrawingFixture.read(file).count == 1)
        }
    }

    /// A drawing of Quick, Draw! without a negative offset.
    @Test(arguments: [
        "[[0,8,0],[11,16,0],[10,9,0],[22,13,0],[48,8,0],[100,0,0],[13,18,0],[22,51,0],[17,27,0],[12,11,1]]"
    ])
    func offsetsOfOneDirectionAreRead(text: String) throws {
        #expect(try DrawingFixture.read(Array(text.utf8)).count == 1)
    }

    /// A stated form is not examined.
    @Test func statedOffsetsAreRead() throws {
        let rows = Self.rows(asOffsets: false)
        let csv = "dx,dy,p\n" + rows.map { "\($0[0]),\($0[1]),\($0[2])\n" }.joined()
        #expect(try DrawingFixture.read(Array(csv.utf8)).count == 1)
        for (file, format) in zip(
            Self.files(rows).prefix(4), [.stroke3, .stroke3, .stroke3, .stroke5] as [SketchReader.InputFormat])
        {
            #expect(try DrawingFixture.read(file, as: "a", "", format).count == 1)
        }
    }

    /// Small drawings of a unit other than pixels are judged together: none alone would be refused.
    @Test func drawingsOfAFileAreJudgedTogether() throws {
        let small = Self.rows(asOffsets: false).dropFirst(44)
        let line = Self.json(Array(small))
        #expect(try DrawingFixture.read(Array(line.utf8)).count == 1)
        let message = try DrawingFixture.refusal(Array(repeatElement(line, count: 40).joined(separator: "\n").utf8), as: "a.json")
        #expect(message?.contains("or as positions") == true, "\(message ?? "read")")
        // After drawings of offsets, one that looks like positions is not refused.
        let offsets = repeatElement(Self.json(Self.rows(asOffsets: true)), count: 5).joined(separator: "\n")
        #expect(try DrawingFixture.read(Array((offsets + "\n" + Self.json(Self.rows(asOffsets: false))).utf8)).count == 6)
    }
}
