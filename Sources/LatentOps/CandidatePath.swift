/// Chooses one candidate at each step of a path so that the drawings are good and neighbours are similar: the choice that
/// minimises the sum of the candidates' costs plus `neighbourWeight` times the distance of each two neighbours, found by
/// dynamic programming (Viterbi).
///
/// Steps are added in order; only the costs of the last step are kept, and one predecessor for each candidate. Ties go to
/// the lower candidate.
public struct CandidatePath: Sendable {
    /// The weight of a distance against a cost.
    public static let neighbourWeight = 3.0

    /// The cost of the best path to each candidate of the last step.
    private var totals: [Double] = []
    /// [steps - 1][N], each candidate's predecessor on its best path.
    private var predecessors: [[Int]] = []

    public init() {}

    /// Adds a step.
    ///
    /// - Parameters:
    ///   - costs: one for each candidate, at least one; infinite for a candidate that is not to be used. If all are
    ///     infinite, the step's costs are ignored.
    ///   - distance: of candidate `from` of the step before and candidate `to` of this one; not called for the first step.
    public mutating func add(costs: [Double], distance: (_ from: Int, _ to: Int) -> Double) {
        let usable = costs.contains { $0 < .infinity } ? costs : costs.map { _ in 0 }
        guard !totals.isEmpty else {
            totals = usable
            return
        }
        var (next, from) = ([Double](), [Int]())
        for to in usable.indices {
            var (best, origin) = (Double.infinity, 0)
            if usable[to] < .infinity {
                for candidate in totals.indices where totals[candidate] < .infinity {
                    let total = totals[candidate] + Self.neighbourWeight * distance(candidate, to)
                    if total < best { (best, origin) = (total, candidate) }
                }
            }
            next.append(best + usable[to])
            from.append(origin)
        }
        totals = next
        predecessors.append(from)
    }

    /// The chosen candidate of each step, in order; empty before the first step.
    public var choice: [Int] {
        guard var last = totals.indices.min(by: { (totals[$0], $0) < (totals[$1], $1) }) else { return [] }
        var choice = [last]
        for step in predecessors.reversed() {
            last = step[last]
            choice.append(last)
        }
        return choice.reversed()
    }
}
