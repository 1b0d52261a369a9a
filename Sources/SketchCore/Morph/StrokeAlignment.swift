/// Matches the strokes of two drawings, and finds those without a partner.
///
/// The strokes are matched in drawing order, with the smallest total cost (dynamic programming): a stroke can match one
/// stroke, or two or three consecutive ones, or none. Strokes that remain are then matched in any order.
struct StrokeAlignment {
    /// The matches, and the numbers of the strokes without a partner.
    private(set) var matches: [StrokeMatch] = []
    private(set) var unmatchedFrom: [Int] = []
    private(set) var unmatchedTo: [Int] = []

    /// The mean distance beyond which strokes do not match: half of a stroke's length, within these shares of the larger
    /// drawing. A long stroke that is drawn anew would move more than one that is matched far away.
    private static let farthest = (least: 0.1, most: 0.4)
    /// The maximum product of the numbers of strokes for turns, divisions and the dynamic programme; above it, strokes are
    /// matched by their numbers.
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
        align(from, to, extent: max(extent, 1e-9), isDetailed: size <= Self.limits.turns)
        matchRest(from, to, extent: max(extent, 1e-9))
    }

    /// The last step of the best path to a table entry: the strokes that it consumed, and their match.
    private struct Move {
        var from: Int
        var to: Int
        var match: StrokeMatch?
        var sum: Double
    }

    private mutating func align(_ from: [Polyline], _ to: [Polyline], extent: Double, isDetailed: Bool) {
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
                if i < from.count { relax(1, 0, nil, Self.cost(ofLeaving: from[i], extent)) }
                if j < to.count { relax(0, 1, nil, Self.cost(ofLeaving: to[j], extent)) }
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
    private mutating func matchRest(_ from: [Polyline], _ to: [Polyline], extent: Double) {
        var found: [(from: Int, to: Int, match: StrokeMatch)] = []
        for i in unmatchedFrom {
            for j in unmatchedTo {
                let match = StrokeMatch.best(from[i], to[j], turns: true)
                if match.cost < Self.cost(ofLeaving: from[i], extent) + Self.cost(ofLeaving: to[j], extent) {
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
    private static func cost(ofLeaving stroke: Polyline, _ extent: Double) -> Double {
        let gap = min(max(stroke.length / 2, farthest.least * extent), farthest.most * extent)
        return max(stroke.length, extent / 50) * gap / 2
    }
}
