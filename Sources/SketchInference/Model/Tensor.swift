/// A dense row-major array of float32 with its shape.
public struct Tensor: Hashable, Sendable {
    /// The dimensions, outermost first.
    public let shape: [Int]
    /// The elements in row-major order.
    public var values: [Float]

    /// - Precondition: `values.count` is the product of `shape`.
    public init(shape: [Int], values: [Float]) {
        self.shape = shape
        self.values = values
    }

    /// A tensor of zeros.
    public init(zeros shape: [Int]) {
        self.init(shape: shape, values: [Float](repeating: 0, count: shape.reduce(1, *)))
    }
}
