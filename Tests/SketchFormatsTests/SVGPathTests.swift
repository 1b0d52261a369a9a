import Foundation
import SketchCore
import SketchFormats
import Testing

/// The commands of paths against the geometry in the specification.
@Suite struct SVGPathTests: SVGReading {
    @Test(arguments: [
        "M1 2L5 2L5 7", "m1,2l4,0l0,5", "M1 2H5V7", "m1 2h4v5", "M1 2 5 2 5 7", "m1 2 4 0 0 5", "M1,2,5,2,5,7",
        "M+1+2 5 2.0 .5e1 70e-1", "M 1\n2\tH 5 V 7", "M1 2l4 0\n l0 5", "m.5.5m.5 1.5 4-0 0 5", "M1 2L5 2 5 2 5 7",
    ])
    func linesInEveryNotation(d: String) throws {
        #expect(try path(d) == [[p(1, 2), p(5, 2), p(5, 7)]])
    }

    @Test func closedSubpathsReturnToTheirStart() throws {
        #expect(
            try path("M0 0h4v4z M10 10h2z l1 1") == [
                [p(0, 0), p(4, 0), p(4, 4), p(0, 0)], [p(10, 10), p(12, 10), p(10, 10)], [p(10, 10), p(11, 11)],
            ])
        // A relative m after z starts from the subpath's start; a move draws nothing, a move and a z a dot.
        #expect(
            try strokes("<path stroke='red' d='M5 5h4v4z m1 1h1 M3 3 M7 7z z'/>") == [
                [p(5, 5), p(9, 5), p(9, 9), p(5, 5)], [p(6, 6), p(7, 6)], [p(7, 7)],
            ])
    }

    /// Flattened points are on the cubic, chords stay within the tolerance, and ends are exact.
    @Test func curvesStayWithinTheTolerance() throws {
        let (a, b, c, d) = (p(0, 0), p(100, 300), p(200, -300), p(255, 0))
        let points = try path("M0 0C100 300 200-300 255 0")[0]
        #expect(points.first == a && points.last == d && points.count > 20 && points.count < 120)
        func at(_ t: Double) -> Point {
            let s = 1 - t
            return p(
                s * s * s * a.x + 3 * s * s * t * b.x + 3 * s * t * t * c.x + t * t * t * d.x,
                s * s * s * a.y + 3 * s * s * t * b.y + 3 * s * t * t * c.y + t * t * t * d.y)
        }
        func distance(_ q: Point, _ m: Point, _ n: Point) -> Double {
            let (dx, dy) = (n.x - m.x, n.y - m.y)
            let t = min(max(((q.x - m.x) * dx + (q.y - m.y) * dy) / (dx * dx + dy * dy), 0), 1)
            return hypot(q.x - m.x - t * dx, q.y - m.y - t * dy)
        }
        let worst =
            (0...2000).map { step in
                let q = at(Double(step) / 2000)
                return zip(points, points.dropFirst()).map { distance(q, $0, $1) }.min() ?? 1
            }.max() ?? 1
        // The larger side is 255.
        #expect(worst < 1.0 / 16 && worst > 1.0 / 16 / 20)
    }

    @Test func smoothCommandsReflect() throws {
        let cubic = try path("M0 0C0 50 50 50 50 0S100-50 100 0")
        #expect(try cubic == path("M0 0C0 50 50 50 50 0C50-50 100-50 100 0"))
        #expect(try cubic == path("m0 0c0 50 50 50 50 0s50-50 50 0"))
        // After another command the control point is the current point.
        #expect(try path("M0 0L9 9S20 0 30 0") == path("M0 0L9 9C9 9 20 0 30 0"))
        let quadratic = try path("M0 0Q25 50 50 0T100 0T150 0")
        #expect(try quadratic == path("M0 0Q25 50 50 0Q75-50 100 0Q125 50 150 0"))
        #expect(try quadratic == path("m0 0q25 50 50 0t50 0t50 0"))
        #expect(try path("M0 0C1 1 2 2 3 0T100 0")[0].allSatisfy { $0.x <= 3 || abs($0.y) < 1e-12 })
    }

    @Test func arcsLieOnTheirCircle() throws {
        for d in ["M0 50A50 50 0 0 1 100 50", "M0 50a50,50 0 01100,0", "M0 50a50 50 0 0 1 100 0", "M0 50a50 50 90 01 1e2 0"] {
            let points = try path(d)[0]
            #expect(points.first == p(0, 50) && points.last == p(100, 50))
            #expect(points.allSatisfy { abs(hypot($0.x - 50, $0.y - 50) - 50) < 1e-9 && $0.y <= 50 + 1e-9 })
            #expect(points.count > 10)
        }
        // The four arcs of radius 50 between two points, by size and direction.
        func middle(_ flags: String) throws -> Point {
            let points = try path("M50 0A50 50 0 \(flags) 100 50")[0]
            return points[points.count / 2]
        }
        let half = 50 * 0.5.squareRoot()
        for (flags, x, y) in [
            ("0 1", 50 + half, 50 - half), ("1 0", 50 - half, 50 + half), ("0 0", 100 - half, half), ("1 1", 100 + half, -half),
        ] {
            let point = try middle(flags)
            #expect(hypot(point.x - x, point.y - y) < 3, "\(flags)")
        }
        // Radii that are too small grow to a half circle, a radius of 0 gives a line, signs are ignored.
        #expect(try path("M0 0A1 1 0 0 1 100 0")[0].map(\.y).min().map { abs($0 + 50) < 0.2 } == true)
        #expect(try path("M0 0A0 9 0 0 1 100 0") == [[p(0, 0), p(100, 0)]])
        #expect(try path("M0 50A-50 50 0 0 1 100 50") == path("M0 50A50 50 0 0 1 100 50"))
        // A rotated ellipse: half-axes 60 and 30 at 90 degrees are 30 and 60.
        let turned = try path("M-30 0A60 30 90 0 1 30 0")[0]
        #expect(turned.allSatisfy { abs(($0.x / 30) * ($0.x / 30) + ($0.y / 60) * ($0.y / 60) - 1) < 1e-9 })
    }

    @Test(arguments: [
        ("L1 1", "M is expected at character 1"), ("M0 0 L1", "a number is expected at character 8"),
        ("M0 0 L1 x", "but 'x' was found"), ("M0 0 A1 1 0 2 0 5 5", "a flag, 0 or 1, is expected"),
        ("M0 0 R1 1", "a path command or a number is expected"), ("M0 0 L1e400 0", "the number 1e400 is too large"),
        ("MNaN 0", "a number is expected"),
    ])
    func errorsInPathsStateThePosition(d: String, part: String) {
        let sentence = sentence("\n<path d=\"\(d)\"/>")
        #expect(sentence.contains("up to an error, the first in line 2: ") && sentence.contains(part), "\(sentence)")
    }

    @Test func pathsAreDrawnUpToAnError() throws {
        let record = try record(
            "<g stroke='red'><path d='M10 10L90 10L50'/>\n<path d='M1 2h5q1 1'/><polyline points='1,2 3,4 5'/></g>")
        #expect(record.sketch.strokes == [[p(10, 10), p(90, 10)], [p(1, 2), p(6, 2)], [p(1, 2), p(3, 4)]])
        #expect(record.notes.count == 1)
        #expect(
            record.notes.first?.hasPrefix("3 paths are drawn up to an error, the first in line 1: a number is expected") == true)
    }
}
