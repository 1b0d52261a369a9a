import SketchInference

/// One step of the cell between its matrix products, row by row.
extension LSTMLayer {
    /// From a step's pre-activations to the next state.
    func stepForward(_ step: Int, _ parameters: VectorView<Scalar>) {
        let (n, rows) = (size, active[step])
        let (input, output) = (preActivations[step], activations[step])
        let (cell, nextCell) = (cells[step], cells[step + 1])
        let (nextHidden, squashed) = (hidden[step + 1], cellTanh[step])
        let mask = dropoutMask.isEmpty ? nil : dropoutMask[step]
        for row in 0..<rows {
            var gates = input.row(row)
            if let norms = tensors.norms {
                let (gain, shift) = (parameters.vector(norms.gain), parameters.vector(norms.shift))
                let (normals, inverses) = (gateNormals[step].row(row), inverseDeviations[step].row(row))
                for gate in 0..<4 {
                    let block = gate * n..<(gate + 1) * n
                    inverses[gate] = Scalar.normalize(
                        gates[block], gain: gain[block], shift: shift[block], normal: normals[block],
                        into: normalizedGates.vector[block])
                }
                gates = normalizedGates.vector
            }
            let gate = output.row(row)
            Scalar.activateGates(
                gates, cell: cell.row(row), keep: mask?.row(row), activations: gate, next: nextCell.row(row))
            var state = nextCell.row(row)
            if let norms = tensors.norms {
                inverseDeviations[step].row(row)[4] = Scalar.normalize(
                    state, gain: parameters.vector(norms.cellGain), shift: parameters.vector(norms.cellShift),
                    normal: cellNormals[step].row(row), into: normalizedCell.vector)
                state = normalizedCell.vector
            }
            Scalar.squashOutput(
                state, gate: gate[3 * n..<4 * n], squashed: squashed.row(row), hidden: nextHidden.row(row))
        }
        let ended = rows..<batch
        nextHidden.rows(ended).update(from: hidden[step].rows(ended))
        nextCell.rows(ended).update(from: cell.rows(ended))
    }

    /// From the gradients of the state after a step to those of its pre-activations and of c before it; the gradient of h
    /// before it comes from the product with W_hh transposed.
    /// - Parameter outputGradients: d cost / d h' of every step that does not come through later steps, [T * B, n].
    func stepBackward(
        _ step: Int, _ parameters: VectorView<Scalar>, gradient: VectorView<Scalar>,
        outputGradients: MatrixView<Scalar>? = nil
    ) {
        let (n, rows) = (size, active[step])
        if let outputGradients {
            Scalar.add(running(step, of: outputGradients).elements, to: hiddenGradient.view.prefix(rows).elements)
        }
        let (output, slopes) = (activations[step], preActivationGradients[step])
        let mask = dropoutMask.isEmpty ? nil : dropoutMask[step]
        let fromHidden = cellGradientFromHidden.vector
        for row in 0..<rows {
            let gate = output.row(row)
            let gateGradients = tensors.norms == nil ? slopes.row(row) : normalizedGateGradients.vector
            let squashedInputGradient = tensors.norms == nil ? fromHidden : normalizedCellGradient.vector
            Scalar.differentiateOutput(
                hiddenGradient.view.row(row), gate: gate[3 * n..<4 * n], squashed: cellTanh[step].row(row),
                gateGradient: gateGradients[3 * n..<4 * n], inputGradient: squashedInputGradient)
            if let norms = tensors.norms {
                Scalar.differentiateNormal(
                    squashedInputGradient, normal: cellNormals[step].row(row),
                    inverse: inverseDeviations[step].row(row)[4], gain: parameters.vector(norms.cellGain),
                    gainGradient: gradient.vector(norms.cellGain), shiftGradient: gradient.vector(norms.cellShift),
                    inputGradient: fromHidden)
            }
            Scalar.differentiateGates(
                gate, cell: cells[step].row(row), fromHidden: fromHidden, keep: mask?.row(row),
                gradients: gateGradients, cellGradient: cellGradient.view.row(row))
            if let norms = tensors.norms { normStepBackward(step, row, norms, parameters, gradient: gradient) }
        }
        slopes.rows(rows..<batch).fill(0)
    }

    /// The gradients through the normalisation of one row's four gates.
    private func normStepBackward(
        _ step: Int, _ row: Int, _ norms: Tensors.Norms, _ parameters: VectorView<Scalar>, gradient: VectorView<Scalar>
    ) {
        let gain = parameters.vector(norms.gain)
        let (gainGradient, shiftGradient) = (gradient.vector(norms.gain), gradient.vector(norms.shift))
        let (normals, inverses) = (gateNormals[step].row(row), inverseDeviations[step].row(row))
        let slopes = preActivationGradients[step].row(row)
        for gate in 0..<4 {
            let block = gate * size..<(gate + 1) * size
            Scalar.differentiateNormal(
                normalizedGateGradients.vector[block], normal: normals[block], inverse: inverses[gate],
                gain: gain[block], gainGradient: gainGradient[block], shiftGradient: shiftGradient[block],
                inputGradient: slopes[block])
        }
    }
}
