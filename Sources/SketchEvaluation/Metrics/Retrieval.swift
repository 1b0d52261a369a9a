import SketchSupport

/// Whether reconstructions find their originals: the rank of each reconstruction's own original among all originals by the
/// distance of features.
public struct Retrieval: Hashable, Sendable {
    /// For each reconstruction, the number of originals that are at most as far away as its own, which is included: 1 is the
    /// best rank. Equally distant originals count as nearer, so that features without information do not find anything.
    public let ranks: [Int]

    /// - Parameters:
    ///   - reconstructions: at least one; row i is of original `originals[i]`.
    ///   - candidates: the features of the originals.
    ///   - originals: the number of each reconstruction's original in `candidates`; nil for its own number.
    ///   - threads: at most this many; the result does not depend on it.
    /// - Returns: nil unless every reconstruction has an original, with the same number of features.
    public init?(
        of reconstructions: FeatureSet, among candidates: FeatureSet, originals: [Int]? = nil,
        threads: Int = Threads.automatic
    ) {
        let own = originals ?? Array(0..<reconstructions.count)
        guard reconstructions.size == candidates.size, own.count == reconstructions.count, !own.isEmpty,
            own.allSatisfy((0..<candidates.count).contains)
        else { return nil }
        let ranks = try? Workers.map(count: own.count, threads: threads, portion: 8) { rows in
            rows.map { row in
                var distances: [Double] = []
                distances.reserveCapacity(candidates.count)
                reconstructions.forEachSquaredDistance(of: row..<row + 1, to: candidates) { distances.append($2) }
                let limit = distances[own[row]]
                return distances.reduce(0) { $0 + ($1 <= limit ? 1 : 0) }
            }
        }
        guard let ranks else { return nil }
        self.ranks = ranks
    }

    /// The share of reconstructions whose original is among the `count` nearest: top-1, top-10.
    public func rate(within count: Int) -> Double {
        Double(ranks.filter { $0 <= count }.count) / Double(ranks.count)
    }
}
