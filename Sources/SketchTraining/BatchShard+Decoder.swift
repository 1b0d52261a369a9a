/// Losses of some drawings, as sums over their rows (before the division by B N).
package struct LossSums: Sendable {
    /// Ls, rows after the end left out.
    package var offset = 0.0
    /// Lp over all N rows, padding counted as the original does in training.
    package var pen = 0.0
    /// Lp with the rows after the end left out, as the original does in evaluation.
    package var maskedPen = 0.0

    package init() {}

    package static func + (a: LossSums, b: LossSums) -> LossSums {
        var sum = LossSums()
        sum.offset = a.offset + b.offset
        sum.pen = a.pen + b.pen
        sum.maskedPen = a.maskedPen + b.maskedPen
        return sum
    }
}

extension BatchShard {
    /// Runs the decoder and takes the losses of every row (sections 3.2 and 3.3, equations 3 to 10).
    ///
    /// The N - T rows that were not run are padding after padding; the last row that was run stands for
    /// them, by weight.
    /// - Parameter rowWeight: what a row's loss counts in the cost, 1 / (B N) of the whole batch.
    package func decode(_ parameters: UnsafePointer<Scalar>, rowWeight: Scalar) -> LossSums {
        let (b, d) = (batchSize, configuration.decoderSize)
        runDecoder(parameters)
        let rows = steps * b
        let bias = parameters + layout.offset(of: "RNN/output_b")
        outputs.resize(to: rows * outputSize)
        for row in 0..<rows {
            (outputs.pointer + row * outputSize).update(from: bias, count: outputSize)
        }
        Scalar.multiply(
            decoderOutputs, transposed: false, lda: d,
            parameters + layout.offset(of: "RNN/output_w"), transposed: false, ldb: outputSize,
            into: outputs.pointer, ldc: outputSize, beta: 1, m: rows, n: outputSize, k: d)
        return takeLosses(rowWeight: rowWeight)
    }

    /// Sets the initial state, tanh(z W + b) or zero, and runs the recurrence. Latents that are squashed on
    /// the way are for judging the browser ports' early models; no run trains one.
    private func runDecoder(_ parameters: UnsafePointer<Scalar>) {
        if configuration.isConditional {
            let start = configuration.squashesLatent ? Buffer<Scalar>(count: latent.count) : latent
            if configuration.squashesLatent { Scalar.tanh(latent.pointer, into: start.pointer, count: latent.count) }
            linear(
                start, configuration.latentSize, "linear/super_linear", parameters, into: initialState,
                stateSize)
            let state = initialState.pointer
            Scalar.tanh(state, into: state, count: batchSize * stateSize)
            decoder.setState(state)
        }
        decoder.forward(
            parameters, inputs: inputs.pointer,
            constants: configuration.isConditional ? UnsafePointer(latent.pointer) : nil)
    }

    private func takeLosses(rowWeight: Scalar) -> LossSums {
        let b = batchSize
        offsetLosses.resize(to: steps * b)
        penLosses.resize(to: steps * b)
        var sums = LossSums()
        for step in 0..<steps {
            let copies = step == steps - 1 ? configuration.maxLength - steps + 1 : 1
            for row in 0..<b {
                let index = step * b + row
                let target = targets.pointer + index * 5
                let isEnded = target[4] > 0
                let terms = loss.evaluate(
                    outputs.pointer + index * outputSize, target: target,
                    offsetWeight: isEnded ? 0 : rowWeight,
                    penWeight: rowWeight * Scalar(isEnded ? copies : 1), scratch: scratch.pointer)
                offsetLosses.pointer[index] = terms.offset
                penLosses.pointer[index] = terms.pen
                sums.offset += Double(terms.offset)
                sums.pen += Double(terms.pen) * Double(isEnded ? copies : 1)
                if !isEnded { sums.maskedPen += Double(terms.pen) }
            }
        }
        return sums
    }

    /// Ls + Lp of a row of the shard, summed over the drawing's own rows, after `decode`.
    func reconstructionLoss(of row: Int) -> Double {
        (0..<min(lengths[row], steps)).reduce(0) { sum, step in
            let index = step * batchSize + row
            return sum + Double(offsetLosses.pointer[index] + penLosses.pointer[index])
        }
    }

    /// Back-propagation through decoder, latent and both encoder directions into `gradient`.
    /// - Parameter klWeight: the KL term's weight over B Z of the whole batch; 0 below the tolerance.
    package func differentiate(_ parameters: UnsafePointer<Scalar>, klWeight: Scalar) {
        gradient.zeros(layout.count)
        let (b, d) = (batchSize, configuration.decoderSize)
        let rows = steps * b
        let (w, bias) = (layout.offset(of: "RNN/output_w"), layout.offset(of: "RNN/output_b"))
        Scalar.multiply(
            decoderOutputs, transposed: true, lda: d, outputs.pointer, transposed: false,
            ldb: outputSize, into: gradient.pointer + w, ldc: outputSize, beta: 1,
            m: d, n: outputSize, k: rows)
        addRows(outputs.pointer, rows: rows, width: outputSize, to: gradient.pointer + bias)
        let outputGradient = work.resize(to: rows * d)
        Scalar.multiply(
            outputs.pointer, transposed: false, lda: outputSize, parameters + w, transposed: true,
            ldb: outputSize, into: outputGradient, ldc: d, beta: 0, m: rows, n: d, k: outputSize)
        let isConditional = configuration.isConditional
        let dz = isConditional ? latentGradient.resize(to: b * configuration.latentSize) : nil
        decoder.backward(
            parameters, gradient: gradient.pointer, inputs: inputs.pointer,
            constants: isConditional ? UnsafePointer(latent.pointer) : nil, outputGradient: outputGradient,
            finalOutput: nil, constantGradient: dz)
        guard isConditional else { return }
        differentiateInitialState(parameters)
        differentiateEncoder(parameters, klWeight: klWeight)
    }

    /// Adds to the latent's gradient what comes through the initial state.
    private func differentiateInitialState(_ parameters: UnsafePointer<Scalar>) {
        let stateGradient = work.resize(to: batchSize * stateSize)
        decoder.takeStateGradient(stateGradient)
        let state = initialState.pointer
        for k in 0..<batchSize * stateSize { stateGradient[k] *= 1 - state[k] * state[k] }
        differentiateLinear(
            latent, configuration.latentSize, "linear/super_linear", parameters,
            outputGradient: stateGradient, stateSize, into: latentGradient, adding: true)
    }

    private func differentiateEncoder(_ parameters: UnsafePointer<Scalar>, klWeight: Scalar) {
        let (b, z) = (batchSize, configuration.latentSize)
        let width = 2 * configuration.encoderSize
        // The gradients take the places of the values: first log variance, then mean.
        for k in 0..<b * z {
            let dz = latentGradient.pointer[k]
            let (mu, logVar) = (mean.pointer[k], logVariance.pointer[k])
            logVariance.pointer[k] =
                dz * noise.pointer[k] * Scalar.exp(logVar / 2) / 2
                - klWeight * (1 - Scalar.exp(logVar)) / 2
            latentGradient.pointer[k] = dz + klWeight * mu
        }
        differentiateLinear(
            hcat, width, "ENC_RNN_mu/super_linear", parameters,
            outputGradient: latentGradient.pointer, z, into: work, adding: false)
        differentiateLinear(
            hcat, width, "ENC_RNN_sigma/super_linear", parameters,
            outputGradient: logVariance.pointer, z, into: work, adding: true)
        for encoder in encoders {
            encoder.backward(
                parameters, hcatGradient: work.pointer, width: width, final: latent,
                gradient: gradient.pointer)
        }
    }
}
