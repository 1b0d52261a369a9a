import Foundation
import SketchCore
import SketchFormats
import Testing

/// Twenty drawings that use every supported element, and drawings exported by Inkscape.
@Suite struct SVGDrawingTests {
    static let counts: [(name: String, strokes: Int, notes: Bool)] = [
        ("01-house", 7, false), ("02-face", 5, false), ("03-flower", 7, false), ("04-arcs", 5, false), ("05-fish", 4, false),
        ("06-waves", 3, false), ("07-star", 2, false), ("08-snail", 4, false), ("09-car-mm", 5, false),
        ("10-trees", 7, false), ("11-frames", 7, false), ("12-transforms", 6, false), ("13-percent", 4, false),
        ("14-hidden", 3, true), ("15-words", 1, true), ("16-compact", 4, false), ("17-prefix", 3, false),
        ("18-filled", 4, false), ("19-defs", 3, true), ("20-links", 7, true),
        // The numbers of strokes of the drawings in examples/ and of those above; the words became 11 outlines.
        ("inkscape-cat", 14, false), ("inkscape-cat-2", 14, false), ("inkscape-pig", 9, false), ("inkscape-duck", 9, false),
        ("inkscape-face", 7, false), ("inkscape-car", 5, false), ("inkscape-flower", 7, false),
        ("inkscape-trees", 7, false), ("inkscape-face-paths", 5, false), ("inkscape-words", 12, true),
    ]

    func record(_ name: String) throws -> SketchRecord {
        let folder = try #require(Bundle.module.url(forResource: "Drawings", withExtension: nil))
        return try #require(try SketchReader(folder.appendingPathComponent(name + ".svg").path).records().first)
    }

    @Test(arguments: counts) func everyStrokeIsRead(name: String, strokes: Int, hasNotes: Bool) throws {
        let record = try record(name)
        #expect(record.sketch.strokes.count == strokes)
        #expect(record.notes.isEmpty != hasNotes)
        #expect(record.kind == .raw)
        #expect(record.sketch.name == name)
        #expect(try record.strokesForModel().count > 0)
    }

    /// Bounds computed by hand from the drawings' coordinates.
    @Test func positionsAreThoseOfThePage() throws {
        func box(_ stroke: [Point]) -> [Double] {
            [stroke.map(\.x).min(), stroke.map(\.y).min(), stroke.map(\.x).max(), stroke.map(\.y).max()].map { $0 ?? 0 }
        }
        func expect(_ name: String, _ stroke: Int, _ values: [Double], within: Double = 1e-6) throws {
            let found = box(try record(name).sketch.strokes[stroke])
            #expect(zip(found, values).allSatisfy { abs($0 - $1) <= within }, "\(name) \(found)")
        }
        try expect("02-face", 0, [20, 20, 180, 180], within: 0.05)
        try expect("09-car-mm", 1, [15, 25, 25, 35].map { $0 * 96 / 25.4 }, within: 0.05)
        // 40 by 60 into 80 by 110: 11/6 times as large, centred; the crown is 45 high.
        try expect("10-trees", 0, [50 - 110.0 / 3, 20, 50 + 110.0 / 3, 102.5])
        try expect("11-frames", 0, [30, 10, 70, 90])
        try expect("11-frames", 2, [110, 10, 190, 90])
        try expect("11-frames", 4, [250, 10, 290, 90])
        try expect("11-frames", 6, [110, 90, 190, 170], within: 0.1)
        try expect("12-transforms", 0, [40, 20, 100, 80])
        try expect("13-percent", 0, [10, 5, 190, 95], within: 0.05)
        try expect(
            "13-percent", 1,
            [100 - 20 * 2.5.squareRoot(), 50 - 20 * 2.5.squareRoot(), 100 + 20 * 2.5.squareRoot(), 50 + 20 * 2.5.squareRoot()],
            within: 0.1)
    }
}
