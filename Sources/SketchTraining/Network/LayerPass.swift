import SketchInference

/// One slice's part of a pass that several slices make together.
struct LayerPass<Layer, Scalar: TrainingScalar> {
    let layer: Layer
    /// [T * B, 5].
    let inputs: MatrixView<Scalar>
    /// The products with W_xh, of the cell and of a HyperLSTM's small cell.
    let projections: [InputProjection<Scalar>]
    /// The gradients of all parameters, added to by the pass back.
    var gradient: VectorView<Scalar>
    /// d cost / d h' of every step, [T * B, n]; nil if only the final state is used.
    var outputGradients: MatrixView<Scalar>?
    /// d cost / d final h, [B, n]; nil for zero.
    var finalHiddenGradient: MatrixView<Scalar>?

    func projectForward(_ step: Int, _ inputs: MatrixView<Scalar>, _ products: Products<Scalar>) {
        for projection in projections { projection.forward(step, inputs, using: products) }
    }

    func projectBackward(_ step: Int, _ inputs: MatrixView<Scalar>) {
        for projection in projections { projection.backward(step, inputs, gradient: gradient) }
    }
}

/// The packing of a layer's weights, before the passes over a batch. The tasks can run in any order and at the same time.
struct PackingTasks<Scalar: TrainingScalar>: Sendable {
    typealias Task = @Sendable (_ parameters: VectorView<Scalar>) -> Void

    var forward: [Task] = []
    var backward: [Task] = []

    static func + (left: PackingTasks, right: PackingTasks) -> PackingTasks {
        PackingTasks(forward: left.forward + right.forward, backward: left.backward + right.backward)
    }
}
