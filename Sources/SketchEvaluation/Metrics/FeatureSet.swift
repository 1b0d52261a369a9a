/// The features of some drawings, [n, D] in double precision, for the measures that compare two sets of drawings.
///
/// Sums are in double precision and in a fixed order, so equal features give equal bits on every processor.
public struct FeatureSet: Hashable, Sendable {
    /// n, the number of drawings.
    public let count: Int
    /// D, the number of features of a drawing.
    public let size: Int
    /// Rows of `stride` vectors of 8 numbers, zeros after the last feature.
    private let values: [SIMD8<Double>]
    private let stride: Int

    /// - Parameter features: [n][D]. Nil unless all rows have the same length, at least 1, and finite elements.
    public init?(_ features: [[Float]]) {
        let size = features.first?.count ?? 0
        guard size > 0, features.allSatisfy({ $0.count == size && $0.allSatisfy(\.isFinite) }) else { return nil }
        let stride = (size + 7) / 8
        var values = [SIMD8<Double>](repeating: .zero, count: features.count * stride)
        for (row, own) in features.enumerated() {
            for (column, value) in own.enumerated() { values[row * stride + column / 8][column % 8] = Double(value) }
        }
        (self.count, self.size, self.values, self.stride) = (features.count, size, values, stride)
    }

    subscript(row: Int, column: Int) -> Double { values[row * stride + column / 8][column % 8] }

    /// Calls `body` with the squared Euclidean distances between a row of this set and every row of another set of the same
    /// size, in order, for all rows of `rows`: first all rows against the other's first, and so on.
    func forEachSquaredDistance(
        of rows: Range<Int>, to other: FeatureSet, _ body: (_ row: Int, _ otherRow: Int, _ distance: Double) -> Void
    ) {
        values.withUnsafeBufferPointer { own in
            other.values.withUnsafeBufferPointer { others in
                for otherRow in 0..<other.count {
                    for row in rows {
                        let (a, b) = (row * stride, otherRow * stride)
                        var (first, second) = (SIMD8<Double>(), SIMD8<Double>())
                        var k = 0
                        while k + 1 < stride {
                            let (d, e) = (own[a + k] - others[b + k], own[a + k + 1] - others[b + k + 1])
                            first += d * d
                            second += e * e
                            k += 2
                        }
                        if k < stride {
                            let d = own[a + k] - others[b + k]
                            first += d * d
                        }
                        body(row, otherRow, (first + second).sum())
                    }
                }
            }
        }
    }
}
