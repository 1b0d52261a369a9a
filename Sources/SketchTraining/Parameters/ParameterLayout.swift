import SketchInference

/// The positions of a model's tensors in one flat array, so that Adam, clipping, sums over workers and checkpoints are
/// single loops.
package struct ParameterLayout: Sendable {
    package struct Entry: Sendable {
        /// The checkpoint's name of the tensor.
        package let name: String
        package let shape: [Int]
        package let slot: ParameterSlot
    }

    package let entries: [Entry]
    /// The number of trainable values.
    package let count: Int
    private let slots: [String: ParameterSlot]

    /// The tensors of a configuration, in the order of `ModelConfiguration.tensorShapes`.
    package init(_ configuration: ModelConfiguration) { self.init(configuration.tensorShapes) }

    /// Tensors in the order given; each has one or two dimensions.
    package init(_ shapes: [(name: String, shape: [Int])]) {
        var entries: [Entry] = []
        var offset = 0
        for (name, shape) in shapes {
            let columns = shape.last ?? 1
            let slot = ParameterSlot(offset: offset, rows: shape.dropLast().reduce(1, *), columns: columns)
            entries.append(Entry(name: name, shape: shape, slot: slot))
            offset += slot.count
        }
        self.entries = entries
        count = offset
        slots = Dictionary(entries.map { ($0.name, $0.slot) }, uniquingKeysWith: { first, _ in first })
    }

    /// The position of `vector_rnn/<name>`.
    /// - Throws: `TrainingError.unknownTensor`.
    package func slot(_ name: String) throws -> ParameterSlot { try slot(named: "vector_rnn/" + name) }

    /// The position of a tensor by its full name.
    /// - Throws: `TrainingError.unknownTensor`.
    package func slot(named full: String) throws -> ParameterSlot {
        guard let slot = slots[full] else { throw TrainingError.unknownTensor(name: full) }
        return slot
    }

    /// Copies named tensors into the flat order.
    /// - Throws: `TrainingError.unknownTensor` for one that `weights` lacks, `.tensorShape` for one of another shape.
    package func gather<Scalar: TrainingScalar>(_ weights: [String: Tensor]) throws -> Buffer<Scalar> {
        let flat = Buffer<Scalar>(count: count)
        for entry in entries { try copy(weights[entry.name], to: flat.vector, entry) }
        return flat
    }

    /// Copies one tensor to its position.
    /// - Throws: as `gather`.
    package func copy<Scalar: TrainingScalar>(
        _ tensor: Tensor?, to flat: VectorView<Scalar>, _ entry: Entry
    ) throws {
        guard let tensor else { throw TrainingError.unknownTensor(name: entry.name) }
        guard tensor.shape == entry.shape, tensor.values.count == entry.slot.count else {
            throw TrainingError.tensorShape(name: entry.name, found: tensor.shape, expected: entry.shape)
        }
        let target = flat.vector(entry.slot)
        for (index, value) in tensor.values.enumerated() { target[index] = Scalar(value) }
    }

    /// The flat values as named tensors.
    package func scatter(_ flat: Buffer<Float>) -> [String: Tensor] {
        var weights: [String: Tensor] = [:]
        for entry in entries {
            weights[entry.name] = Tensor(shape: entry.shape, values: flat.vector.vector(entry.slot).array)
        }
        return weights
    }
}
