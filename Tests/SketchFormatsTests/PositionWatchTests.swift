import Foundation
import SketchCore
import SketchFormats
import Testing

/// Rows that fit offsets as well as positions are read as offsets, with a note.
@Suite struct PositionWatchTests {
    static func rows(_ points: [(Double, Double)]) -> [[Double]] {
        points.enumerated().map { [$1.0, $1.1, $0 == points.count - 1 ? 1 : 0] }
    }

    static func circle(_ radius: Double) -> [(Double, Double)] {
        (0...20).map { place in
            let angle = Double(place) * .pi / 10
            return (radius * cos(angle), radius * sin(angle))
        }
    }

    static func diagonal(_ place: Int) -> (Double, Double) {
        let bump: Double = 2 * Double(place % 4)
        return (7 + 6 * Double(place), 11 + 9 * Double(place) + bump)
    }

    /// No row goes left or up.
    static let oneWay: [[(Double, Double)]] = [
        (0..<14).map(diagonal), [(8, 30), (14, 36), (31, 50), (66, 90), (90, 130)],
        [(0, 0), (9, 4), (3, 0), (15, 2), (0, 9), (8, 8), (1, 5), (9, 0), (7, 7), (4, 2)],
    ]

    /// An open rectangle, a closed square, a house, a triangle, a door, and walls with a slope.
    static let shapes: [[(Double, Double)]] = [
        [(-150, -120), (250, -120), (250, 260), (-150, 260)], [(-70, -70), (70, -70), (70, 70), (-70, 70), (-70, -70)],
        [(-50, 60), (-50, 0), (0, -55), (50, 0), (50, 60), (-50, 60)], [(20, 20), (90, 20), (60, 80), (20, 20)],
        [(-50, 50), (-50, 10), (-20, 10), (-20, 50)], [(-90, -40), (-90, 50), (20, 50), (40, 10), (40, -70), (5, -70)],
    ]

    static let walls: [(Double, Double)] = [(-50, 60), (-50, 0), (50, 0), (50, 60), (-50, 60)]
    static let roof: [(Double, Double)] = [(-50, 0), (0, -55), (50, 0)]

    static let positions: [[[Double]]] =
        oneWay.map(rows) + shapes.map(rows) + [rows(walls) + rows(roof)] + [1, 30, 70].map(circle).map(rows)

    static func csv(_ rows: [[Double]]) -> String { rows.map { "\($0[0]),\($0[1]),\(Int($0[2]))\n" }.joined() }

    static func json(_ rows: [[Double]]) -> String {
        "[" + rows.map { "[\($0[0]),\($0[1]),\(Int($0[2]))]" }.joined(separator: ",") + "]"
    }

    static func npy(_ rows: [[Double]]) -> [UInt8] {
        NumPyFixture.npy(
            descr: "<f4", shape: "\(rows.count), 3", body: NumPyFixture.data(rows.flatMap { $0 }, type: "f4", big: false))
    }

    static func note(_ count: Int) -> [String] {
        [
            "\(count) drawing\(count == 1 ? "" : "s") read as offsets (dx, dy, pen) can be positions (x, y, pen): the rows form "
                + "closed strokes or rectangles, or never go left or up. State the input format: positions or stroke-3."
        ]
    }

    @Test(arguments: positions) func rowsThatCanBePositionsAreNamed(rows: [[Double]]) throws {
        let files: [[UInt8]] = [
            Array(Self.json(rows).utf8), Array(#"{"drawing":\#(Self.json(rows))}"#.utf8), Array(Self.csv(rows).utf8),
            Self.npy(rows),
        ]
        for file in files {
            let (records, notes) = try StrokeFormTests.notes(file)
            #expect(records.count == 1 && notes == Self.note(1), "\(notes)")
            #expect(try StrokeFormTests.notes(file, .positions).notes.isEmpty)
        }
        #expect(try StrokeFormTests.notes(Self.csv(rows), .stroke3).notes.isEmpty)
        #expect(try StrokeFormTests.notes("dx,dy,p\n" + Self.csv(rows)).notes.isEmpty)
    }

    /// A zigzag, stairs, battlements, a square, a line, and a star.
    static let offsets: [[(Double, Double)]] = [
        [(10, 20), (10, -20), (10, 20), (10, -20), (10, 20)], [(10, 0), (0, 10), (10, 0), (0, 10), (10, 0), (0, 10)],
        [(10, 0), (0, 10), (10, 0), (0, -10), (10, 0)], [(40, 0), (0, 40), (-40, 0), (0, -40)], [(5, 9), (5, 9), (5, 9), (5, 9)],
        [(0, 0), (20, 60), (-50, -40), (60, 0), (-50, 40), (20, -60)], [(3, 4), (50, 2)],
    ]

    @Test func offsetsAreReadWithoutANote() throws {
        for points in Self.offsets {
            for text in [Self.json(Self.rows(points)), Self.csv(Self.rows(points))] {
                #expect(try StrokeFormTests.notes(text).notes.isEmpty, "\(text)")
            }
        }
    }

    /// In few rows too, and in several drawings together: of 25,057 drawings of Quick, Draw!, 9 have three rows or more and none
    /// that goes left or up.
    @Test(arguments: [
        ("10,20,0\n15,25,0\n30,40,1\n60,80,0\n100,20,1\n", 1), ("3,4,0\n50,2,0\n8,30,1\n", 1),
        ("house,10,20,0\nhouse,90,25,1\ncat,40,40,0\ncat,60,8,1\n", 2), ("0,0,0\n40,30,0\n50,9,1\n\n60,20,0\n90,9,1\n", 2),
    ])
    func aFileWithoutNegativeNumbersIsNamed(text: String, count: Int) throws {
        let (records, notes) = try StrokeFormTests.notes(text)
        #expect(records.count == count && notes.last == Self.note(count)[0], "\(notes)")
        #expect(
            try StrokeFormTests.notes(text + "\n-1,2,1\n".replacing("-1", with: text.hasPrefix("h") ? "dog,-1" : "-1")).notes.last
                != notes.last)
    }

    /// The other drawings of a file decide.
    @Test func theFileDecides() throws {
        let square = Self.json(Self.rows(Self.shapes[1]))
        let offsets = Self.json(Self.rows([(9, 0), (3, 14), (-20, 2), (-5, -17), (8, -3)]))
        let few = [square] + Array(repeating: offsets, count: 20)
        #expect(try StrokeFormTests.notes(few.joined(separator: "\n")).notes.isEmpty)
        #expect(try StrokeFormTests.notes(few.reversed().joined(separator: "\n")).notes.isEmpty)
        let many = Array(repeating: square, count: 20) + [offsets]
        #expect(try StrokeFormTests.notes(many.joined(separator: "\n")).notes == Self.note(20))
    }
}
