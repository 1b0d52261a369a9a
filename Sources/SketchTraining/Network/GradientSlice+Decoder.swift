import SketchInference

/// The decoder, its losses and back-propagation (Ha & Eck 2017, sections 3.2 and 3.3, equations 3 to 10).
extension GradientSlice {
    /// The decoder's part of a pass.
    var decoderPass: RecurrentLayer<Scalar>.Pass {
        let isConditional = latentLayers != nil
        return .init(
            layer: decoder, inputs: rows.inputs, latent: isConditional ? latent.view : nil,
            initialState: isConditional ? initialState.view : nil, gradient: gradient.vector,
            outputGradients: hiddenGradients.view, latentGradient: isConditional ? latentGradient.view : nil,
            initialStateGradient: isConditional ? initialStateGradient.view : nil)
    }

    /// Computes the decoder's initial state from the latents.
    func startDecoding(_ parameters: VectorView<Scalar>) {
        if let layers = latentLayers {
            // Only early models of the browser ports apply tanh to the latent; they can be evaluated, not trained.
            var start = latent.view
            if configuration.squashesLatent {
                squashedLatent.view.update(from: start)
                start = squashedLatent.view
                Scalar.applyTanh(to: start.elements)
            }
            layers.initialState.forward(start, parameters, into: initialState.view)
            Scalar.applyTanh(to: initialState.view.elements)
        }
    }

    /// Takes the losses of every row from the decoder's outputs, and their gradients with respect to the output layer's.
    ///
    /// The N - T rows that are not run are padding that follows padding; the last row that is run stands for them by
    /// weight.
    /// - Parameter rowWeight: a row's weight in the cost, 1 / (B N) of the whole batch.
    func takeLosses(_ parameters: VectorView<Scalar>, rowWeight: Scalar) {
        outputLayer.forward(decoder.outputs, parameters, into: outputs.view)

        let (b, steps) = (batchSize, rows.steps)
        let (values, gradients, targets) = (outputs.view, outputGradients.view, rows.targets)
        let (offsets, pens, scratch) = (offsetLosses.vector, penLosses.vector, lossScratch.vector)
        let padding = configuration.maxLength - steps + 1
        var sums = LossSums()
        for index in 0..<steps * b {
            let copies = index >= (steps - 1) * b ? padding : 1
            let target = targets.row(index)
            let hasEnded = target[4] > 0
            let terms = mixtureLoss.evaluate(
                values.row(index), target: target, offsetWeight: hasEnded ? 0 : rowWeight,
                penWeight: rowWeight * Scalar(hasEnded ? copies : 1), gradient: gradients.row(index), scratch: scratch)
            offsets[index] = terms.offset
            pens[index] = terms.pen
            sums.offset += Double(terms.offset)
            sums.pen += Double(terms.pen) * Double(hasEnded ? copies : 1)
            if !hasEnded { sums.maskedPen += Double(terms.pen) }
        }
        lossSums = sums
    }

    /// Ls + Lp of a drawing of the slice, summed over its own rows, after `takeLosses`.
    func reconstructionLoss(of drawing: Int) -> Double {
        (0..<min(rows.lengths[drawing], rows.steps)).reduce(0) { sum, step in
            let index = step * batchSize + drawing
            return sum + Double(offsetLosses.vector[index] + penLosses.vector[index])
        }
    }

    /// The losses of a drawing of the slice, as sums over its rows, after `takeLosses` over all N steps.
    func lossSums(of drawing: Int) -> LossSums {
        var sums = LossSums()
        for step in 0..<rows.steps {
            let index = step * batchSize + drawing
            let pen = Double(penLosses.vector[index])
            sums.pen += pen
            guard step < rows.lengths[drawing] else { continue }
            sums.offset += Double(offsetLosses.vector[index])
            sums.maskedPen += pen
        }
        return sums
    }

    /// The KL loss of a drawing of the slice (equation 11), after `drawLatents`; 0 for a decoder-only model.
    func klLoss(of drawing: Int) -> Double {
        guard latentLayers != nil else { return 0 }
        let z = configuration.latentSize
        let sum = (0..<z).reduce(0.0) { sum, k in
            let (mean, logVariance) = (Double(mean.view[drawing, k]), Double(logVariance.view[drawing, k]))
            return sum + 1 + logVariance - mean * mean - .exp(logVariance)
        }
        return -sum / Double(2 * z)
    }

    /// Clears `gradient` and goes back from the losses to the decoder's h.
    func differentiateOutputs(_ parameters: VectorView<Scalar>) {
        gradient.vector.fill(0)
        outputLayer.backward(
            decoder.outputs, parameters, outputGradient: outputGradients.view, gradient: gradient.vector,
            inputGradient: hiddenGradients.view, adding: false)
    }

    /// From the gradients of the decoder's initial state and latent to that of the encoder's final state.
    /// - Parameter klWeight: the KL term's weight over B Z of the whole batch; 0 below the floor.
    func differentiateLatents(_ parameters: VectorView<Scalar>, klWeight: Scalar) {
        guard let layers = latentLayers else { return }
        // The initial state is tanh(z W + b); its slope is 1 - tanh^2.
        let (state, slopes) = (initialState.view.elements, initialStateGradient.view.elements)
        for k in 0..<state.count { slopes[k] *= 1 - state[k] * state[k] }
        layers.initialState.backward(
            latent.view, parameters, outputGradient: initialStateGradient.view, gradient: gradient.vector,
            inputGradient: latentGradient.view, adding: true)
        differentiateLatents(layers, parameters, klWeight: klWeight)
    }
}
