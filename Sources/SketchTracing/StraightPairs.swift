import SketchCore

/// Pairs the lines that meet at a junction so that strokes go on as straight as possible.
struct StraightPairs {
    struct Branch {
        /// Where the line leaves the junction.
        var exit: Point
        /// The direction in which it leaves.
        var direction: Point
    }

    /// The bend, in radians, above which two lines are not one stroke: 55 degrees.
    static let sharpestBend = 0.96
    /// The largest number of lines for which every pairing is compared.
    private static let exhaustive = 8

    /// The indices of the paired branches.
    private(set) var pairs: [(Int, Int)] = []

    init(_ branches: [Branch]) {
        switch branches.count {
        case ...1: return
        case 2: pairs = [(0, 1)]
        case ...Self.exhaustive:
            var search = Search(branches)
            search.run(Array(branches.indices), [], 0)
            pairs = search.best.pairs
        default: pairs = Self.greedyPairs(branches)
        }
    }

    /// The bend of a stroke from one branch to another: the mean of the turn, and of the sharper bend on the way across.
    static func bend(_ a: Branch, _ b: Branch) -> Double {
        let inward = Point(x: -a.direction.x, y: -a.direction.y)
        let across = Point(x: b.exit.x - a.exit.x, y: b.exit.y - a.exit.y)
        let turn = inward.angle(to: b.direction)
        guard across.x * across.x + across.y * across.y > 1 else { return turn }
        return (turn + max(inward.angle(to: across), across.angle(to: b.direction))) / 2
    }

    private static func greedyPairs(_ branches: [Branch]) -> [(Int, Int)] {
        var candidates: [(bend: Double, a: Int, b: Int)] = []
        for a in branches.indices {
            for b in branches.indices where b > a { candidates.append((bend(branches[a], branches[b]), a, b)) }
        }
        candidates.sort { ($0.bend, $0.a, $0.b) < ($1.bend, $1.a, $1.b) }
        var (isTaken, pairs) = (Set<Int>(), [(Int, Int)]())
        for (bend, a, b) in candidates where bend <= sharpestBend && isTaken.isDisjoint(with: [a, b]) {
            isTaken.formUnion([a, b])
            pairs.append((a, b))
        }
        return pairs
    }

    /// Finds the pairing with the least sum of bends, where a pair that is not made costs the sharpest bend.
    private struct Search {
        let bends: [[Double]]
        var best: (cost: Double, pairs: [(Int, Int)]) = (.infinity, [])

        init(_ branches: [Branch]) {
            bends = branches.map { a in branches.map { StraightPairs.bend(a, $0) } }
        }

        mutating func run(_ open: [Int], _ pairs: [(Int, Int)], _ cost: Double) {
            guard cost < best.cost else { return }
            guard let first = open.first else {
                best = (cost, pairs)
                return
            }
            let rest = Array(open.dropFirst())
            for other in rest where bends[first][other] <= StraightPairs.sharpestBend {
                run(rest.filter { $0 != other }, pairs + [(first, other)], cost + bends[first][other])
            }
            run(rest, pairs, cost + StraightPairs.sharpestBend / 2)
        }
    }
}
