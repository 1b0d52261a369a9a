import Foundation
import SketchCore
import Testing

/// The distortions beyond those of the original program: their invariants, and that they draw no random numbers when off.
@Suite struct AugmentationTests {
    private let drawing = Stroke3(
        rows: (0..<7).map { (k: Int) -> Stroke3.Row in
            Stroke3.Row(dx: Float(3 * k - 8), dy: Float(k * k - 5), isLifted: k == 3 || k == 6)
        })

    /// Applies `augmentation` with the given random numbers, all of which must be used.
    private func apply(_ augmentation: Augmentation, _ draws: [Double]) -> [Stroke3.Row] {
        var rest = draws[...]
        let rows = augmentation.apply(to: drawing) { rest.popFirst() ?? .nan }.rows
        #expect(rest.isEmpty)
        #expect(rows.map(\.isLifted) == drawing.rows.map(\.isLifted))
        return rows
    }

    @Test func mirroringHasProbabilityOneHalf() {
        var augmentation = Augmentation(scale: 0, dropping: 0)
        #expect(apply(augmentation, [0.5, 0.5]) == drawing.rows)
        augmentation.mirrors = true
        let mirrored = drawing.rows.map { Stroke3.Row(dx: -$0.dx, dy: $0.dy, isLifted: $0.isLifted) }
        #expect(apply(augmentation, [0.5, 0.5, 0.49, 0.5, 0.5]) == mirrored)
        #expect(apply(augmentation, [0.5, 0.5, 0.5, 0.5, 0.5]) == drawing.rows)
    }

    @Test func rotationPreservesLengths() {
        var augmentation = Augmentation(scale: 0, dropping: 0)
        augmentation.rotation = 30
        // A random number of 1 gives the full 30 degrees, 0.75 gives half of them.
        let rows = apply(augmentation, [0.5, 0.5, 0.1, 0.75, 0.9])
        for (row, original) in zip(rows, drawing.rows) {
            #expect(abs(hypot(row.dx, row.dy) - hypot(original.dx, original.dy)) < 1e-4)
            let turn = atan2(row.dy, row.dx) - atan2(original.dy, original.dx)
            #expect(abs(remainder(turn - .pi / 12, 2 * .pi)) < 1e-5)
        }
    }

    @Test func shearMovesXByAFractionOfY() {
        var augmentation = Augmentation(scale: 0, dropping: 0)
        augmentation.shear = 0.2
        let rows = apply(augmentation, [0.5, 0.5, 0.1, 0.3, 0.0])
        for (row, original) in zip(rows, drawing.rows) {
            #expect(row.dy == original.dy && abs(row.dx - (original.dx - 0.2 * original.dy)) < 1e-5)
        }
    }

    /// Points are dropped with a random number each, after those of the linear maps.
    @Test func pointsAreDroppedAfterTheLinearMaps() {
        var augmentation = Augmentation(scale: 0.1, dropping: 0.1)
        augmentation.mirrors = true
        let draws = [0.5, 0.5, 0.9, 0.5, 0.5] + [Double](repeating: 0.99, count: 7)
        #expect(apply(augmentation, draws) == drawing.rows)
    }
}
