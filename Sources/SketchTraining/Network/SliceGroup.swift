import SketchInference

/// The slices that one thread runs. Their rows go through each weight matrix together; since a row's result depends on that
/// row alone and gradients are summed slice by slice, the grouping does not change a bit.
///
/// Two phases, since the KL floor applies to the mean over the whole batch (Ha & Eck 2017, section 3.3): `encode` in every
/// group, then `decode` and `differentiate` with the KL weight that follows from the sums of all slices.
struct SliceGroup<Scalar: TrainingScalar>: @unchecked Sendable {
    let slices: [GradientSlice<Scalar>]

    /// Runs the encoder, draws the latents and takes the KL loss.
    func encode(_ parameters: VectorView<Scalar>) {
        BidirectionalEncoder.forward(slices.compactMap(\.encoderPass), parameters)
        for slice in slices { slice.drawLatents(parameters) }
    }

    /// Runs the decoder and takes the losses of every row and their gradients.
    /// - Parameter rowWeight: a row's weight in the cost, 1 / (B N) of the whole batch.
    func decode(_ parameters: VectorView<Scalar>, rowWeight: Scalar) {
        for slice in slices { slice.startDecoding(parameters) }
        RecurrentLayer.forward(slices.map(\.decoderPass), parameters)
        for slice in slices { slice.takeLosses(parameters, rowWeight: rowWeight) }
    }

    /// Back-propagation through decoder, latents and encoder into each slice's `gradient`, after `decode`.
    /// - Parameter klWeight: the KL term's weight over B Z of the whole batch; 0 below the floor.
    func differentiate(_ parameters: VectorView<Scalar>, klWeight: Scalar) {
        for slice in slices { slice.differentiateOutputs(parameters) }
        RecurrentLayer.backward(slices.map(\.decoderPass), parameters)
        for slice in slices { slice.differentiateLatents(parameters, klWeight: klWeight) }
        BidirectionalEncoder.backward(slices.compactMap(\.encoderPass), parameters)
    }
}
