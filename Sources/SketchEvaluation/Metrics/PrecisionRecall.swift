import SketchSupport

/// Improved precision and recall (Kynkäänniemi et al. 2019, "Improved Precision and Recall Metric for Assessing Generative
/// Models", equations 1 and 2). The region of a set is the union of balls around its features, each with the radius of the
/// distance to the k-th nearest other feature of the set.
public struct PrecisionRecall: Hashable, Sendable {
    /// The share of drawn features in the region of the real ones: how many drawings look like real ones.
    public let precision: Double
    /// The share of real features in the region of the drawn ones: how much of the real variety is drawn.
    public let recall: Double

    /// - Parameters:
    ///   - neighbours: k.
    ///   - threads: at most this many; the result does not depend on it.
    /// - Returns: nil unless both sets have more than k drawings and the same number of features.
    public init?(real: FeatureSet, drawn: FeatureSet, neighbours: Int = 3, threads: Int = Threads.automatic) {
        guard real.size == drawn.size, neighbours >= 1, min(real.count, drawn.count) > neighbours else { return nil }
        let realRadii = Self.squaredRadii(real, neighbours, threads)
        let drawnRadii = Self.squaredRadii(drawn, neighbours, threads)
        precision = Self.covered(drawn, by: real, realRadii, threads)
        recall = Self.covered(real, by: drawn, drawnRadii, threads)
    }

    /// Rows whose distances are computed together, so that each row of the other set is read from memory once for them.
    private static let portion = 16

    private static func map<Value: Sendable>(
        _ set: FeatureSet, _ threads: Int, _ body: @Sendable (Range<Int>) -> [Value]
    ) -> [Value] {
        let portions = (set.count + portion - 1) / portion
        // The work of a portion cannot throw.
        let parts = try? Workers.map(count: portions, threads: threads, portion: 1) { range in
            range.map { body($0 * portion..<min(($0 + 1) * portion, set.count)) }
        }
        return (parts ?? []).flatMap { $0 }
    }

    /// Each row's squared distance to its k-th nearest other row.
    private static func squaredRadii(_ set: FeatureSet, _ neighbours: Int, _ threads: Int) -> [Double] {
        map(set, threads) { rows in
            // Row by row, the k smallest distances so far in ascending order.
            var nearest = [Double](repeating: .infinity, count: rows.count * neighbours)
            set.forEachSquaredDistance(of: rows, to: set) { row, other, distance in
                let start = (row - rows.lowerBound) * neighbours
                guard row != other, distance < nearest[start + neighbours - 1] else { return }
                var place = start + neighbours - 1
                while place > start, distance < nearest[place - 1] {
                    nearest[place] = nearest[place - 1]
                    place -= 1
                }
                nearest[place] = distance
            }
            return rows.indices.map { nearest[($0 - rows.lowerBound) * neighbours + neighbours - 1] }
        }
    }

    /// The share of a set's rows that are in the region of another set.
    private static func covered(_ set: FeatureSet, by other: FeatureSet, _ radii: [Double], _ threads: Int) -> Double {
        let isCovered = map(set, threads) { rows in
            var isCovered = [Bool](repeating: false, count: rows.count)
            set.forEachSquaredDistance(of: rows, to: other) { row, otherRow, distance in
                if distance <= radii[otherRow] { isCovered[row - rows.lowerBound] = true }
            }
            return isCovered
        }
        return Double(isCovered.filter { $0 }.count) / Double(set.count)
    }
}
