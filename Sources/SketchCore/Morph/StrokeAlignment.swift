import Foundation

/// Finds which strokes of two drawings belong together, and where no partner exists.
///
/// The strokes are matched in drawing order, at the smallest sum of costs (dynamic programming): a stroke can match one
/// stroke, or two or three consecutive ones, or none. Strokes that remain are then matched in any order.
struct StrokeAlignment {
    /// The matches, and the numbers of the strokes without partner.
    private(set) var matches: [StrokeMatch] = []
    private(set) var unmatchedFrom: [Int] = []
    private(set) var unmatchedTo: [Int] = []

    /// The mean distance beyond which strokes do not match, as a share of the larger drawing.
    private static let farthest = 0.2
    /// The maximum product of the numbers of strokes for turns, divisions and the dynamic programme; above it, strokes are
    /// matched by number.
    private static let limits = (turns: 900, table: 40_000)

    init(from: [Polyline], to: [Polyline]) {
        let size = from.count * to.count
        guard size <= Self.limits.table else {
            let count = min(from.count, to.count)
            matches = (0..<count).map { StrokeMatch.best(from[$0], to[$0], turns: false) }
            unmatchedFrom = Array(count..<from.count)
            unmatchedTo = Array(count..<to.count)
            return
        }
        let extent = Bounds((from + to).lazy.flatMap(\.points))?.extent ?? 0
        let gap = max(extent, 1e-9) * Self.farthest
        align(from, to, gap: gap, isDetailed: size <= Self.limits.turns)
        matchRest(from, to, gap: gap)
    }

    /// How the best way to a place of the table arrived there: the strokes that it used up, and their match.
    private struct Move {
        var from: Int
        var to: Int
        var match: StrokeMatch?
        var sum: Double
    }

    private mutating func align(_ from: [Polyline], _ to: [Polyline], gap: Double, isDetailed: Bool) {
        let columns = to.count + 1
        var table = [Move?](repeating: nil, count: (from.count + 1) * columns)
        table[0] = Move(from: 0, to: 0, sum: 0)
        for i in 0...from.count {
            for j in 0...to.count {
                guard let sum = table[i * columns + j]?.sum else { continue }
                func relax(_ a: Int, _ b: Int, _ match: StrokeMatch?, _ cost: Double) {
                    guard i + a <= from.count, j + b <= to.count else { return }
                    let place = (i + a) * columns + j + b
                    if sum + cost < table[place]?.sum ?? .infinity {
                        table[place] = Move(from: a, to: b, match: match, sum: sum + cost)
                    }
                }
                if i < from.count { relax(1, 0, nil, Self.cost(ofLeaving: from[i], gap)) }
                if j < to.count { relax(0, 1, nil, Self.cost(ofLeaving: to[j], gap)) }
                guard i < from.count, j < to.count else { continue }
                let match = StrokeMatch.best(from[i], to[j], turns: isDetailed)
                relax(1, 1, match, match.cost)
                guard isDetailed else { continue }
                for count in 2...3 {
                    if j + count <= to.count {
                        let match = StrokeMatch.dividing(from[i], into: Array(to[j..<j + count]))
                        relax(1, count, match, match.cost)
                    }
                    if i + count <= from.count {
                        let match = StrokeMatch.dividing(to[j], into: Array(from[i..<i + count])).exchanged
                        relax(count, 1, match, match.cost)
                    }
                }
            }
        }
        var (i, j) = (from.count, to.count)
        while i > 0 || j > 0, let move = table[i * columns + j] {
            (i, j) = (i - move.from, j - move.to)
            if let match = move.match {
                matches.append(match)
            } else if move.from > 0 {
                unmatchedFrom.append(i)
            } else {
                unmatchedTo.append(j)
            }
        }
        matches.reverse()
        unmatchedFrom.reverse()
        unmatchedTo.reverse()
    }

    /// Matches strokes that are left, the nearest first, whatever their order.
    private mutating func matchRest(_ from: [Polyline], _ to: [Polyline], gap: Double) {
        var found: [(from: Int, to: Int, match: StrokeMatch)] = []
        for i in unmatchedFrom {
            for j in unmatchedTo {
                let match = StrokeMatch.best(from[i], to[j], turns: true)
                if match.cost < Self.cost(ofLeaving: from[i], gap) + Self.cost(ofLeaving: to[j], gap) {
                    found.append((i, j, match))
                }
            }
        }
        for (i, j, match) in found.sorted(by: { $0.match.cost < $1.match.cost })
        where unmatchedFrom.contains(i) && unmatchedTo.contains(j) {
            matches.append(match)
            unmatchedFrom.removeAll { $0 == i }
            unmatchedTo.removeAll { $0 == j }
        }
    }

    /// A stroke that is left out costs half of a match at the greatest distance, so that two cost as much as the match. A
    /// dot has hardly any length.
    private static func cost(ofLeaving stroke: Polyline, _ gap: Double) -> Double { max(stroke.length, gap / 10) * gap / 2 }
}
