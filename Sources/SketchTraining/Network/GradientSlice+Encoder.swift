import SketchInference

/// The encoder and the latents (Ha & Eck 2017, section 3.2, equations 1 and 2).
extension GradientSlice {
    /// The encoder's part of a pass; nil for a decoder-only model.
    var encoderPass: BidirectionalEncoder<Scalar>.Pass? {
        latentLayers.map {
            .init(
                encoder: $0.encoder, rows: rows, gradient: gradient.vector, finalHiddenGradient: finalHiddenGradient.view)
        }
    }

    /// Draws the latents from the encoder's final state and takes the KL loss.
    func drawLatents(_ parameters: VectorView<Scalar>) {
        klSum = 0
        guard let layers = latentLayers else { return }
        layers.mean.forward(layers.encoder.finalHidden, parameters, into: mean.view)
        layers.logVariance.forward(layers.encoder.finalHidden, parameters, into: logVariance.view)
        let (means, logVariances) = (mean.view.elements, logVariance.view.elements)
        let (draws, latents) = (noise.view.elements, latent.view.elements)
        var sum: Scalar = 0
        for k in 0..<latents.count {
            let (mu, logVar) = (means[k], logVariances[k])
            latents[k] = mu + Scalar.exp(logVar / 2) * draws[k]
            sum += 1 + logVar - mu * mu - Scalar.exp(logVar)
        }
        klSum = sum
    }

    /// From the latents' gradient through both heads to that of the encoder's final state.
    /// - Parameter klWeight: the KL term's weight over B Z of the whole batch; 0 below the floor.
    func differentiateLatents(_ layers: LatentLayers, _ parameters: VectorView<Scalar>, klWeight: Scalar) {
        let (means, logVariances, draws) = (mean.view.elements, logVariance.view.elements, noise.view.elements)
        let (slopes, meanSlopes) = (latentGradient.view.elements, meanGradient.view.elements)
        let logVarianceSlopes = logVarianceGradient.view.elements
        for k in 0..<slopes.count {
            let (dz, logVar) = (slopes[k], logVariances[k])
            logVarianceSlopes[k] =
                dz * draws[k] * Scalar.exp(logVar / 2) / 2 - klWeight * (1 - Scalar.exp(logVar)) / 2
            meanSlopes[k] = dz + klWeight * means[k]
        }
        layers.mean.backward(
            layers.encoder.finalHidden, parameters, outputGradient: meanGradient.view, gradient: gradient.vector,
            inputGradient: finalHiddenGradient.view, adding: false)
        layers.logVariance.backward(
            layers.encoder.finalHidden, parameters, outputGradient: logVarianceGradient.view, gradient: gradient.vector,
            inputGradient: finalHiddenGradient.view, adding: true)
    }
}
