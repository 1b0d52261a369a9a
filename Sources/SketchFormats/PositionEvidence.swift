/// Whether rows (x, y, p) look like positions instead of offsets. Offsets of a drawing add up to a long diagonal if none is
/// negative; positions are close to each other.
struct PositionEvidence {
    private var (rows, positive) = (0, 0)
    private(set) var hasNegative = false
    private var (sumX, sumY) = (0.0, 0.0)
    private var (minX, minY, maxX, maxY) = (Double.infinity, Double.infinity, -Double.infinity, -Double.infinity)
    private var last: (x: Double, y: Double)?
    private var (turnsBack, turnsForward) = (false, false)
    private var path = RowPath()

    mutating func add(_ x: Double, _ y: Double) {
        guard !hasNegative else { return }
        if x < 0 || y < 0 {
            hasNegative = true
            return
        }
        rows += 1
        path.add(x, y)
        if x > 0, y > 0 { positive += 1 }
        (sumX, sumY) = (sumX + x, sumY + y)
        (minX, maxX, minY, maxY) = (min(minX, x), max(maxX, x), min(minY, y), max(maxY, y))
        if let last {
            turnsBack = turnsBack || x < last.x || y < last.y
            turnsForward = turnsForward || x > last.x || y > last.y
        }
        last = (x, y)
    }

    /// No negative number in at least five rows, nearly no zero, steps in both directions, more than twice the size if the
    /// rows are read as offsets, and a shorter path if they are positions.
    var looksLikePositions: Bool {
        guard !hasNegative, rows >= 5, positive * 5 >= rows * 4, turnsBack, turnsForward else { return false }
        return max(sumX, sumY) > 2 * max(maxX - minX, maxY - minY) && path.isDecided
    }
}
