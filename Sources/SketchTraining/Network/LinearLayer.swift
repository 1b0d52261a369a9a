import SketchInference

/// `y = x W + b`, for x [rows, inputSize] and y [rows, outputSize].
struct LinearLayer<Scalar: TrainingScalar> {
    /// [inputSize, outputSize].
    private let weights: ParameterSlot
    private let bias: ParameterSlot
    private let products: Products<Scalar>
    /// W and b, and W's transpose, which the layers of all slices share; nil for a layer with many rows and few slices.
    private let packs: (forward: PackedMatrix<Scalar>, backward: PackedMatrix<Scalar>)?

    /// The layer whose tensors are `<name>_w` and `<name>_b`, with packed weights: each row's result depends on that row
    /// alone. Its `packingTasks` come before its products.
    /// - Parameter shared: the same layer of another slice, whose packed weights are used.
    /// - Throws: `TrainingError.unknownTensor`.
    init(
        _ name: String, layout: ParameterLayout, products: Products<Scalar> = Products(), sharing shared: LinearLayer? = nil
    ) throws {
        self.products = products
        packs = shared?.packs ?? (PackedMatrix(products.precision), PackedMatrix(products.precision))
        weights = try layout.slot(name + "_w")
        bias = try layout.slot(name + "_b")
    }

    /// The layer whose tensors are `<tensors>_w` and `<tensors>_b`, as full names, without packing.
    /// - Throws: `TrainingError.unknownTensor`.
    init(tensors name: String, layout: ParameterLayout) throws {
        products = Products()
        packs = nil
        weights = try layout.slot(named: name + "_w")
        bias = try layout.slot(named: name + "_b")
    }

    var inputSize: Int { weights.rows }
    var outputSize: Int { weights.columns }

    /// The packing of the weights that the layers of all slices share.
    var packingTasks: PackingTasks<Scalar> {
        guard let packs else { return PackingTasks() }
        let (weights, bias) = (weights, bias)
        return PackingTasks(
            forward: [{ packs.forward.load($0[weights], bias: $0.vector(bias)) }],
            backward: [{ packs.backward.load(transposeOf: $0[weights]) }])
    }

    func forward(_ x: MatrixView<Scalar>, _ parameters: VectorView<Scalar>, into y: MatrixView<Scalar>) {
        if let packs { return packs.forward.multiply([ProductRows(x, into: y)], adding: false, using: products) }
        y.updateRows(from: parameters.vector(bias))
        products.multiply(x, transposed: false, parameters[weights], transposed: false, into: y, adding: true)
    }

    /// Adds the gradients of W and b to `gradient`, and writes x's to `inputGradient`, or adds it when `adding`.
    func backward(
        _ x: MatrixView<Scalar>, _ parameters: VectorView<Scalar>, outputGradient: MatrixView<Scalar>,
        gradient: VectorView<Scalar>, inputGradient: MatrixView<Scalar>, adding: Bool
    ) {
        addGradient(x, outputGradient: outputGradient, to: gradient)
        if let packs {
            return packs.backward.multiply(
                [ProductRows(outputGradient, into: inputGradient)], adding: adding, using: products)
        }
        products.multiply(
            outputGradient, transposed: false, parameters[weights], transposed: true, into: inputGradient,
            adding: adding)
    }

    /// Adds the gradients of W and b to `gradient`.
    func addGradient(_ x: MatrixView<Scalar>, outputGradient: MatrixView<Scalar>, to gradient: VectorView<Scalar>) {
        products.multiply(x, transposed: true, outputGradient, transposed: false, into: gradient[weights], adding: true)
        Scalar.addRows(outputGradient, to: gradient.vector(bias))
    }
}
