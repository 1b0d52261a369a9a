/// Latents of real drawings, each with its class: points of latent space where the decoder is known to draw well.
///
/// A model's prior N(0, I) and the arcs between two latents pass through regions that no training drawing was encoded to.
/// The bank gives latents of new drawings near those of real ones (`blend`), and moves a latent towards its neighbours
/// (`pulled`). All sums are in double precision and in a fixed order, and ties go to the lower index, so equal input gives
/// equal bits on every processor.
///
/// Letters: K latents in the bank, Z values each.
public struct LatentBank: Hashable, Sendable {
    /// Z.
    public let size: Int
    /// [K, Z], row-major.
    public let points: [Float]
    /// [K], the class of each latent as an index of the model's classes.
    public let labels: [Int]
    /// The rows of each class, ascending.
    private let members: [Int: [Int]]

    /// The number of neighbours that `blend` chooses from.
    public static let blendNeighbours = 10
    /// The number of neighbours that `pulled` moves towards.
    public static let pullNeighbours = 5
    /// The range of a blend's position between its two latents.
    public static let blendRange = 0.3...0.7

    /// - Parameters:
    ///   - points: [K, Z], row-major, finite.
    ///   - labels: [K], K >= 1.
    /// - Throws: `LatentOpsError.sizesDiffer` unless there are Z values for each label, `.nonFinite`.
    public init(points: [Float], labels: [Int], size: Int) throws {
        guard size > 0, !labels.isEmpty, points.count == labels.count * size else {
            throw LatentOpsError.sizesDiffer(labels.count * max(size, 1), points.count)
        }
        if let index = points.firstIndex(where: { !$0.isFinite }) { throw LatentOpsError.nonFinite(index: index) }
        self.size = size
        self.points = points
        self.labels = labels
        members = Dictionary(grouping: labels.indices, by: { labels[$0] })
    }

    /// K, the number of latents.
    public var count: Int { labels.count }

    /// The classes that have latents, ascending.
    public var classes: [Int] { members.keys.sorted() }

    /// Latent number `index`, Z values.
    public func point(_ index: Int) -> [Float] { Array(points[index * size..<(index + 1) * size]) }

    /// The rows of the latents of some classes, ascending; of all classes for nil.
    public func rows(of classes: Set<Int>? = nil) -> [Int] {
        guard let classes else { return Array(labels.indices) }
        return labels.indices.filter { classes.contains(labels[$0]) }
    }

    /// The rows nearest to a latent by Euclidean distance, nearest first; at most `count`.
    ///
    /// - Parameters:
    ///   - latent: Z values.
    ///   - label: a class to search in; nil searches all.
    ///   - excluded: a row that is not considered.
    /// - Throws: `LatentOpsError.sizesDiffer`.
    public func nearest(to latent: [Float], count: Int, label: Int? = nil, excluding excluded: Int? = nil) throws -> [Int] {
        guard latent.count == size else { throw LatentOpsError.sizesDiffer(size, latent.count) }
        // A sorted list: `count` is small and K is at most some thousands.
        var best: [(distance: Double, row: Int)] = []
        for row in label.map({ members[$0] ?? [] }) ?? Array(labels.indices) where row != excluded {
            let distance = squaredDistance(latent, row)
            if best.count == count, let last = best.last, last.distance <= distance { continue }
            best.insert((distance, row), at: best.firstIndex { $0.distance > distance } ?? best.count)
            if best.count > count { best.removeLast() }
        }
        return best.map(\.row)
    }

    /// A latent for a new drawing: (1 - t) b + t b', with b a latent of the bank, b' one of its ten nearest of the same
    /// class, and t in [0.3, 0.7]; b itself where its class has no other. Z values.
    ///
    /// - Parameters:
    ///   - rows: the candidates for b, at least one; see `rows(of:)`.
    ///   - noise: three independent uniforms in [0, 1), which choose b, b' and t.
    public func blend(rows: [Int], noise: (latent: Double, neighbour: Double, position: Double)) throws -> [Float] {
        guard let first = Self.chosen(rows, noise.latent) else { throw LatentOpsError.emptyBank }
        let own = point(first)
        let neighbours = try nearest(
            to: own, count: Self.blendNeighbours, label: labels[first], excluding: first)
        guard let neighbour = Self.chosen(neighbours, noise.neighbour) else { return own }
        let other = neighbour * size
        let t = Self.blendRange.lowerBound + noise.position * (Self.blendRange.upperBound - Self.blendRange.lowerBound)
        return own.indices.map { Float((1 - t) * Double(own[$0]) + t * Double(points[other + $0])) }
    }

    /// The class of a `blend`, as an index of the model's classes; nil without rows.
    public func label(ofBlend rows: [Int], noise: Double) -> Int? { Self.chosen(rows, noise).map { labels[$0] } }

    private static func chosen(_ list: [Int], _ uniform: Double) -> Int? {
        list.isEmpty ? nil : list[min(Int(uniform * Double(list.count)), list.count - 1)]
    }

    /// A latent moved towards the bank: (1 - w) z + w m, with m the mean of the five nearest latents; Z values. The latent
    /// itself for w = 0.
    ///
    /// - Parameters:
    ///   - latent: z, Z values.
    ///   - weight: w in [0, 1].
    /// - Throws: `LatentOpsError.sizesDiffer`.
    public func pulled(_ latent: [Float], weight: Double) throws -> [Float] {
        if weight == 0 { return latent }
        let rows = try nearest(to: latent, count: Self.pullNeighbours)
        return latent.indices.map { k in
            let mean = rows.reduce(0.0) { $0 + Double(points[$1 * size + k]) } / Double(rows.count)
            return Float((1 - weight) * Double(latent[k]) + weight * mean)
        }
    }

    /// The result of arithmetic with latents, rescaled to their mean norm and pulled; unchanged for w = 0 and for a single
    /// operand.
    ///
    /// - Parameters:
    ///   - operands: [n][Z].
    ///   - weight: w in [0, 1].
    /// - Throws: `LatentOpsError.sizesDiffer`.
    public func pulled(_ latent: [Float], of operands: [[Float]], weight: Double) throws -> [Float] {
        guard weight > 0, operands.count > 1 else { return latent }
        return try pulled(PathPull.rescaled(latent, toMeanNormOf: operands), weight: weight)
    }

    /// The sum over Z in eight interleaved partial sums, which are added in order.
    private func squaredDistance(_ latent: [Float], _ row: Int) -> Double {
        latent.withUnsafeBufferPointer { a in
            points.withUnsafeBufferPointer { all in
                let start = row * size
                var lanes = SIMD8<Double>()
                var k = 0
                while k + 8 <= size {
                    var (x, y) = (SIMD8<Float>(), SIMD8<Float>())
                    for lane in 0..<8 { (x[lane], y[lane]) = (a[k + lane], all[start + k + lane]) }
                    let difference = SIMD8<Double>(x) - SIMD8<Double>(y)
                    lanes += difference * difference
                    k += 8
                }
                var sum = 0.0
                for lane in 0..<8 { sum += lanes[lane] }
                while k < size {
                    let difference = Double(a[k]) - Double(all[start + k])
                    sum += difference * difference
                    k += 1
                }
                return sum
            }
        }
    }
}
