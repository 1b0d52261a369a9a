import SketchInference

/// Where each tensor of a model lies in one flat array, so that Adam, clipping, sums over workers and
/// checkpoints are single loops.
package struct ParameterLayout: Sendable {
    package struct Entry: Sendable {
        package let name: String
        package let shape: [Int]
        package let offset: Int
        package var count: Int { shape.reduce(1, *) }
    }

    package let entries: [Entry]
    /// The number of trainable numbers.
    package let count: Int
    private let offsets: [String: Int]

    /// The tensors that a configuration calls for, in the order of the configuration's own table.
    package init(_ configuration: ModelConfiguration) { self.init(configuration.tensorShapes) }

    /// Tensors in the order given.
    package init(_ shapes: [(name: String, shape: [Int])]) {
        var entries: [Entry] = []
        var offset = 0
        for (name, shape) in shapes {
            entries.append(Entry(name: name, shape: shape, offset: offset))
            offset += shape.reduce(1, *)
        }
        self.entries = entries
        count = offset
        offsets = Dictionary(
            entries.map { ($0.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    /// The offset of `vector_rnn/<name>`; 0 for a tensor the configuration does not have.
    package func offset(of name: String) -> Int { offsets["vector_rnn/" + name] ?? 0 }

    /// Copies a model's tensors into the flat order; tensors the model lacks stay zero.
    package func gather<Scalar: TrainingScalar>(_ weights: [String: Tensor]) -> Buffer<Scalar> {
        let flat = Buffer<Scalar>(count: count)
        for entry in entries {
            guard let values = weights[entry.name]?.values, values.count == entry.count else { continue }
            for (i, value) in values.enumerated() { flat.pointer[entry.offset + i] = Scalar(value) }
        }
        return flat
    }

    /// The flat numbers as named tensors.
    package func scatter(_ flat: Buffer<Float>) -> [String: Tensor] {
        var weights: [String: Tensor] = [:]
        for entry in entries {
            let values = UnsafeBufferPointer(start: flat.pointer + entry.offset, count: entry.count)
            weights[entry.name] = Tensor(shape: entry.shape, values: Array(values))
        }
        return weights
    }
}
