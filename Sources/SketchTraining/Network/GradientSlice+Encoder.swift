import SketchInference

/// The encoder and the latents (Ha & Eck 2017, section 3.2, equations 1 and 2).
extension GradientSlice {
    /// Runs the encoder, draws the latents and takes the KL loss.
    func encode(_ parameters: VectorView<Scalar>) {
        klSum = 0
        guard let layers = latentLayers else { return }
        layers.encoder.forward(rows, parameters)
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

    /// Back from the latents' gradient through both heads and directions.
    /// - Parameter klWeight: the KL term's weight over B Z of the whole batch; 0 below the floor.
    func differentiateEncoder(_ layers: LatentLayers, _ parameters: VectorView<Scalar>, klWeight: Scalar) {
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
        layers.encoder.backward(
            rows, parameters, finalHiddenGradient: finalHiddenGradient.view, gradient: gradient.vector)
    }
}
