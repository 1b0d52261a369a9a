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

    static let positions: [[[Double]]] = [
        // No row goes left or up.
        rows((0..<14).map(diagonal)),
        rows([(8, 30), (14, 36), (31, 50), (66, 90), (90, 130)]),
        rows([(0, 0), (9, 4), (3, 0), (15, 2), (0, 9), (8, 8), (1, 5), (9, 0), (7, 7), (4, 2)]),
        // Around the origin: an open rectangle, a closed square, houses and circles.
        rows([(-150, -120), (250, -120), (250, 260), (-150, 260)]),
        rows([(-70, -70), (70, -70), (70, 70), (-70, 70), (-70, -70)]),
        rows([(-50, 60), (-50, 0), (0, -55), (50, 0), (50, 60), (-50, 60)]),
        rows([(-50, 60), (-50, 0), (50, 0), (50, 60), (-50, 60)]) + rows([(-50, 0), (0, -55), (50, 0)]),
        rows(circle(1)), rows(circle(30)), rows(circle(70)),
        rows([(20, 20), (90, 20), (60, 80), (20, 20)]),
    ]

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

    /// Offsets of a zigzag, stairs, battlements, a square, a line, and a star.
    @Test(
        arguments: [
            [(10, 20), (10, -20), (10, 20), (10, -20), (10, 20)], [(10, 0), (0, 10), (10, 0), (0, 10), (10, 0), (0, 10)],
            [(10, 0), (0, 10), (10, 0), (0, -10), (10, 0)], [(40, 0), (0, 40), (-40, 0), (0, -40)],
            [(5, 9), (5, 9), (5, 9), (5, 9)],
            [(0, 0), (20, 60), (-50, -40), (60, 0), (-50, 40), (20, -60)], [(3, 4), (50, 2), (8, 30)],
        ] as [[(Double, Double)]])
    func offsetsAreReadWithoutANote(points: [(Double, Double)]) throws {
        for text in [Self.json(Self.rows(points)), Self.csv(Self.rows(points))] {
            #expect(try StrokeFormTests.notes(text).notes.isEmpty)
        }
    }

    /// The other drawings of a file decide.
    @Test func theFileDecides() throws {
        let square = Self.json(Self.positions[4])
        let offsets = Self.json(Self.rows([(9, 0), (3, 14), (-20, 2), (-5, -17), (8, -3)]))
        let few = [square] + Array(repeating: offsets, count: 20)
        #expect(try StrokeFormTests.notes(few.joined(separator: "\n")).notes.isEmpty)
        #expect(try StrokeFormTests.notes(few.reversed().joined(separator: "\n")).notes.isEmpty)
        let many = Array(repeating: square, count: 20) + [offsets]
        #expect(try StrokeFormTests.notes(many.joined(separator: "\n")).notes == Self.note(20))
    }
}
