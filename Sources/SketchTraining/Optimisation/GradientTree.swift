import SketchInference
import SketchSupport

/// The sum of the slices' gradients in the order of a binary tree: neighbours first, then neighbouring sums. The order
/// depends on the number of slices only, and any subtree can be computed elsewhere.
enum GradientTree {
    /// Adds up the gradients of `part` of the parameters into the first one. The others contain partial sums afterwards.
    static func addUp<Scalar: TrainingScalar>(_ gradients: [Buffer<Scalar>], _ part: Range<Int>) {
        var distance = 1
        while distance < gradients.count {
            for left in stride(from: 0, to: gradients.count - distance, by: 2 * distance) {
                Scalar.add(gradients[left + distance].vector[part], to: gradients[left].vector[part])
            }
            distance *= 2
        }
    }

    /// The sum of all gradients, which stay as they are.
    static func sum<Scalar: TrainingScalar>(_ gradients: [Buffer<Scalar>]) -> [Scalar] {
        let copies = gradients.map { Buffer($0.values) }
        guard let sum = copies.first else { return [] }
        addUp(copies, 0..<sum.count)
        return sum.values
    }

    /// Calls `body` with parts of the parameters, on several threads. Parameters are independent of each other, so the
    /// parts do not influence the result; they are small enough for the second-level cache.
    static func forEachPart(of count: Int, threads: Int, _ body: @Sendable (Range<Int>) -> Void) {
        let size = 16_384
        Workers.forEach(count: (count + size - 1) / size, threads: threads) { index in
            body(index * size..<min((index + 1) * size, count))
        }
    }
}
