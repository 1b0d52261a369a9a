import SketchInference

/// The passes of several slices through time, each step's products together; and the gradients of the weights that connect
/// the two cells.
extension HyperLSTMLayer {
    /// Runs all steps. The projections write their products to `inputProducts` and `small.preActivations`.
    static func forward(_ passes: [LayerPass<HyperLSTMLayer, Scalar>], _ parameters: VectorView<Scalar>) {
        guard let first = passes.first?.layer else { return }
        let (packs, products) = (first.packs, first.products)
        for step in 0..<(passes.map(\.layer.main.active.count).max() ?? 0) {
            let present = passes.filter { step < $0.layer.main.active.count }
            let layers = present.map(\.layer)
            for pass in present { pass.projectForward(step, pass.layer.main.running(step, of: pass.inputs), products) }
            func multiply(
                _ matrix: PackedMatrix<Scalar>, adding: Bool, _ rows: (HyperLSTMLayer, Int) -> ProductRows<Scalar>
            ) {
                matrix.multiply(layers.map { rows($0, $0.main.active[step]) }, adding: adding, using: products)
            }
            multiply(packs.smallKernel, adding: true) { layer, rows in
                ProductRows(layer.main.hidden[step].prefix(rows), into: layer.small.preActivations[step].prefix(rows))
            }
            multiply(packs.small.recurrent, adding: true) { layer, rows in
                ProductRows(layer.small.hidden[step].prefix(rows), into: layer.small.preActivations[step].prefix(rows))
            }
            for layer in layers { layer.small.stepForward(step, parameters) }
            multiply(packs.embedding, adding: false) { layer, rows in
                ProductRows(layer.small.hidden[step + 1].prefix(rows), into: layer.embeddings[step].prefix(rows))
            }
            computeScales(step, layers)
            multiply(packs.main.recurrent, adding: false) { layer, rows in
                ProductRows(layer.main.hidden[step].prefix(rows), into: layer.hiddenProducts[step].prefix(rows))
            }
            for layer in layers {
                layer.scaleProducts(step, parameters)
                layer.main.stepForward(step, parameters)
            }
        }
    }

    /// Back-propagation through time. The projections read `inputProductGradients` and `small.preActivationGradients`.
    static func backward(_ passes: [LayerPass<HyperLSTMLayer, Scalar>], _ parameters: VectorView<Scalar>) {
        guard let first = passes.first?.layer else { return }
        let (packs, products) = (first.packs, first.products)
        for pass in passes {
            pass.layer.main.startBackward(finalHiddenGradient: pass.finalHiddenGradient)
            pass.layer.small.startBackward(finalHiddenGradient: nil)
        }
        for step in (0..<(passes.map(\.layer.main.active.count).max() ?? 0)).reversed() {
            let present = passes.filter { step < $0.layer.main.active.count }
            let layers = present.map(\.layer)
            func multiply(
                _ matrix: PackedMatrix<Scalar>, adding: Bool, _ rows: (HyperLSTMLayer, Int) -> ProductRows<Scalar>
            ) {
                matrix.multiply(layers.map { rows($0, $0.main.active[step]) }, adding: adding, using: products)
            }
            for pass in present {
                pass.layer.main.stepBackward(
                    step, parameters, gradient: pass.gradient, outputGradients: pass.outputGradients)
            }
            computeScales(step, layers)
            for layer in layers { layer.differentiateScaling(step) }
            for (index, matrix) in packs.upProjectionsTransposed.enumerated() {
                multiply(matrix, adding: false) { layer, rows in
                    ProductRows(
                        layer.stepScaleGradients(step).prefix(rows).columns(layer.columns(index, width: layer.main.size)),
                        into: layer.embeddingGradients[step].prefix(rows).columns(
                            layer.columns(index, width: layer.embeddingSize)))
                }
            }
            multiply(packs.embeddingTransposed, adding: true) { layer, rows in
                ProductRows(
                    layer.embeddingGradients[step].prefix(rows), into: layer.small.hiddenGradient.view.prefix(rows))
            }
            for pass in present {
                pass.layer.endScaleGradients(step, gradient: pass.gradient)
                pass.layer.small.stepBackward(step, parameters, gradient: pass.gradient)
            }
            multiply(packs.small.recurrentTransposed, adding: false) { layer, rows in
                ProductRows(
                    layer.small.preActivationGradients[step].prefix(rows),
                    into: layer.small.hiddenGradient.view.prefix(rows))
            }
            multiply(packs.main.recurrentTransposed, adding: false) { layer, rows in
                ProductRows(
                    layer.hiddenProductGradients[step].prefix(rows), into: layer.main.hiddenGradient.view.prefix(rows))
            }
            multiply(packs.smallKernelTransposed, adding: true) { layer, rows in
                ProductRows(
                    layer.small.preActivationGradients[step].prefix(rows),
                    into: layer.main.hiddenGradient.view.prefix(rows))
            }
            for pass in present { pass.projectBackward(step, pass.layer.main.running(step, of: pass.inputs)) }
        }
        for pass in passes { pass.layer.addGradients(to: pass.gradient) }
    }

    /// The scales and shifts of a step from its embeddings.
    private static func computeScales(_ step: Int, _ layers: [HyperLSTMLayer]) {
        guard let first = layers.first else { return }
        for (index, matrix) in first.packs.upProjections.enumerated() {
            matrix.multiply(
                layers.map { layer in
                    let rows = layer.main.active[step]
                    return ProductRows(
                        layer.embeddings[step].prefix(rows).columns(layer.columns(index, width: layer.embeddingSize)),
                        into: layer.scales.view.prefix(rows).columns(layer.columns(index, width: layer.main.size)))
                }, adding: false, using: first.products)
        }
    }

    /// The main cell's pre-activations of a step from both products and the scales.
    private func scaleProducts(_ step: Int, _ parameters: VectorView<Scalar>) {
        let biases = parameters.vector(bias)
        for row in 0..<main.active[step] {
            Scalar.scaleProducts(
                inputProducts[step].row(row), hiddenProducts[step].row(row), scales: scales.view.row(row), bias: biases,
                into: main.preActivations[step].row(row))
        }
    }

    /// The gradients of a step's scales, [B, 12n].
    private func stepScaleGradients(_ step: Int) -> MatrixView<Scalar> { scaleGradients[step % span] }

    /// From the gradients of the main cell's pre-activations to those of the scales, the shifts and both products.
    private func differentiateScaling(_ step: Int) {
        let rows = main.active[step]
        for row in 0..<rows {
            Scalar.differentiateScaling(
                main.preActivationGradients[step].row(row), scales: scales.view.row(row), x: inputProducts[step].row(row),
                h: hiddenProducts[step].row(row), xGradient: inputProductGradients[step].row(row),
                hGradient: hiddenProductGradients[step].row(row), scaleGradient: stepScaleGradients(step).row(row))
        }
        hiddenProductGradients[step].rows(rows..<main.batch).fill(0)
        stepScaleGradients(step).rows(rows..<main.batch).fill(0)
    }

    /// Ends a step back: after every `span` steps, adds the gradients of the up-projections of these steps.
    private func endScaleGradients(_ step: Int, gradient: VectorView<Scalar>) {
        embeddingGradients[step].rows(main.active[step]..<main.batch).fill(0)
        guard step % span == 0 else { return }
        let steps = step..<min(step + span, main.active.count)
        for (index, branch) in branches.enumerated() {
            products.multiply(
                embeddings[steps].columns(columns(index, width: embeddingSize)), transposed: true,
                scaleGradients[0..<steps.count].columns(columns(index, width: main.size)), transposed: false,
                into: gradient[branch.upProjection], adding: true)
        }
    }

    /// The gradients of the other weights, over all steps.
    private func addGradients(to gradient: VectorView<Scalar>) {
        let steps = main.active.indices
        let smallSlopes = small.preActivationGradients[steps]
        for (hidden, slopes, slot) in [
            (main.hidden, hiddenProductGradients[steps], main.tensors.recurrent),
            (small.hidden, smallSlopes, small.tensors.recurrent), (main.hidden, smallSlopes, smallFromHidden),
        ] {
            products.multiply(
                hidden[steps], transposed: true, slopes, transposed: false, into: gradient[slot], adding: true)
        }
        Scalar.addRows(main.preActivationGradients[steps], to: gradient.vector(bias))
        addEmbeddingGradients(to: gradient)
    }

    /// The gradients of the embeddings' weights, of all branches over all steps in one product.
    private func addEmbeddingGradients(to gradient: VectorView<Scalar>) {
        let steps = main.active.indices
        let weights = embeddingWeightGradients.resize(rows: small.size, columns: embeddingWidth)
        let biases = embeddingBiasGradients.resize(rows: 1, columns: embeddingWidth)
        biases.fill(0)
        products.multiply(
            small.hidden[steps.lowerBound + 1..<steps.upperBound + 1], transposed: true, embeddingGradients[steps],
            transposed: false, into: weights, adding: false)
        Scalar.addRows(embeddingGradients[steps], to: biases.elements)
        for (index, branch) in branches.enumerated() {
            let columns = columns(index, width: embeddingSize)
            let target = gradient[branch.embedding]
            for row in 0..<target.rows { Scalar.add(weights.row(row)[columns], to: target.row(row)) }
            if let bias = branch.embeddingBias { Scalar.add(biases.row(0)[columns], to: gradient.vector(bias)) }
        }
    }
}
