import SketchInference

/// `y = x W + b`, for x [rows, inputSize] and y [rows, outputSize].
struct LinearLayer<Scalar: TrainingScalar> {
    /// [inputSize, outputSize].
    private let weights: ParameterSlot
    private let bias: ParameterSlot
    private let products: Products<Scalar>

    /// The layer whose tensors are `<name>_w` and `<name>_b`.
    /// - Throws: `TrainingError.unknownTensor`.
    init(_ name: String, layout: ParameterLayout, products: Products<Scalar> = Products()) throws {
        self.products = products
        weights = try layout.slot(name + "_w")
        bias = try layout.slot(name + "_b")
    }

    /// The layer whose tensors are `<tensors>_w` and `<tensors>_b`, as full names.
    /// - Throws: `TrainingError.unknownTensor`.
    init(tensors name: String, layout: ParameterLayout) throws {
        products = Products()
        weights = try layout.slot(named: name + "_w")
        bias = try layout.slot(named: name + "_b")
    }

    var inputSize: Int { weights.rows }
    var outputSize: Int { weights.columns }

    func forward(_ x: MatrixView<Scalar>, _ parameters: VectorView<Scalar>, into y: MatrixView<Scalar>) {
        y.updateRows(from: parameters.vector(bias))
        products.multiply(x, transposed: false, parameters[weights], transposed: false, into: y, adding: true)
    }

    /// Adds the gradients of W and b to `gradient`, and writes x's to `inputGradient`, or adds it when `adding`.
    func backward(
        _ x: MatrixView<Scalar>, _ parameters: VectorView<Scalar>, outputGradient: MatrixView<Scalar>,
        gradient: VectorView<Scalar>, inputGradient: MatrixView<Scalar>, adding: Bool
    ) {
        addGradient(x, outputGradient: outputGradient, to: gradient)
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
