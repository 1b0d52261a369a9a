import SketchInference

/// A product of a cell's input x || z with W_xh at every step, where the stroke-5 row x changes and the latent z does
/// not: z's part and the bias are computed once per batch.
struct InputProjection<Scalar: TrainingScalar>: @unchecked Sendable {
    /// The first five rows of W_xh, [5, width], and the rows of the latent, [Z, width].
    private let strokeKernel: ParameterSlot
    private let latentKernel: ParameterSlot?
    private let bias: ParameterSlot?
    /// Where a step's products go, [B, width], and where their gradients are after the step back.
    private let products: StepMatrices<Scalar>
    private let gradients: StepMatrices<Scalar>
    /// Shared by the projections of all slices.
    private let packedKernel: PackedMatrix<Scalar>
    /// The latent's rows with the bias, and their transpose.
    private let packedLatentKernel, packedLatentTranspose: PackedMatrix<Scalar>
    /// [B, width], bias + z W, and the sum of its gradients over all steps.
    private let latentProducts = Products<Scalar>()
    private let constantProducts = MatrixBuffer<Scalar>()
    private let constantGradients = MatrixBuffer<Scalar>()

    /// - Parameters:
    ///   - weights: W_xh [5 + Z or more, width]; the rows after 5 + Z are not used.
    ///   - bias: [width], or nil for zeros.
    ///   - shared: the same projection of another slice, whose packed kernel is used.
    init(
        weights: ParameterSlot, bias: ParameterSlot?, latentSize: Int, products: StepMatrices<Scalar>,
        gradients: StepMatrices<Scalar>, sharing shared: InputProjection?
    ) {
        packedKernel = shared?.packedKernel ?? PackedMatrix()
        packedLatentKernel = shared?.packedLatentKernel ?? PackedMatrix()
        packedLatentTranspose = shared?.packedLatentTranspose ?? PackedMatrix()
        strokeKernel = weights.rows(0..<5)
        latentKernel = latentSize > 0 ? weights.rows(5..<5 + latentSize) : nil
        self.bias = bias
        self.products = products
        self.gradients = gradients
    }

    /// The packing of the kernel, which the projections of all slices share.
    var packingTasks: PackingTasks<Scalar> {
        var tasks = PackingTasks<Scalar>(forward: [{ packedKernel.load($0[strokeKernel]) }])
        if let latentKernel {
            tasks.forward.append { parameters in
                packedLatentKernel.load(parameters[latentKernel], bias: bias.map { parameters.vector($0) })
            }
            tasks.backward.append { packedLatentTranspose.load(transposeOf: $0[latentKernel]) }
        }
        return tasks
    }

    /// Computes the part that is the same at every step, and clears its gradients.
    func startForward(_ parameters: VectorView<Scalar>, latent: MatrixView<Scalar>?, batch: Int) {
        let constant = constantProducts.resize(rows: batch, columns: strokeKernel.columns)
        constantGradients.resize(rows: batch, columns: strokeKernel.columns).fill(0)
        if let latent, latentKernel != nil {
            packedLatentKernel.multiply([ProductRows(latent, into: constant)], adding: false, using: latentProducts)
        } else if let bias {
            constant.updateRows(from: parameters.vector(bias))
        } else {
            constant.fill(0)
        }
    }

    /// A step's products for its input rows [rows, 5].
    func forward(_ step: Int, _ inputs: MatrixView<Scalar>, using products: Products<Scalar>) {
        let target = self.products[step].prefix(inputs.rows)
        target.update(from: constantProducts.view.prefix(inputs.rows))
        packedKernel.multiply([ProductRows(inputs, into: target)], adding: true, using: products)
    }

    /// Adds the gradients of a step to those of the kernel. Without a latent only the bias shares the products' gradients,
    /// and their sum over all rows goes to it directly.
    func backward(_ step: Int, _ inputs: MatrixView<Scalar>, gradient: VectorView<Scalar>) {
        Scalar.addInputGradients(
            inputs, gradients[step].prefix(inputs.rows), to: gradient[strokeKernel],
            total: latentKernel != nil
                ? .byRow(constantGradients.view) : bias.map { .overRows(gradient.vector($0)) })
    }

    /// The gradients of the bias and of the latent's part, after all steps.
    func finishBackward(
        latent: MatrixView<Scalar>, gradient: VectorView<Scalar>,
        latentGradient: MatrixView<Scalar>, adding: Bool
    ) {
        guard let latentKernel else { return }
        let slopes = constantGradients.view
        if let bias { Scalar.addRows(slopes, to: gradient.vector(bias)) }
        Scalar.gemm(latent, transposed: true, slopes, transposed: false, into: gradient[latentKernel], adding: true)
        packedLatentTranspose.multiply([ProductRows(slopes, into: latentGradient)], adding: adding, using: latentProducts)
    }
}
