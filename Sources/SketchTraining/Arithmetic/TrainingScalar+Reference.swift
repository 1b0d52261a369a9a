import SketchInference

/// The plain form of the arithmetic. `Double` uses it, and the float32 kernels are tested against it.
extension TrainingScalar {
    private static func sigmoid(_ x: Self) -> Self { 1 / (1 + exp(-x)) }

    package static func applyTanh(to x: VectorView<Self>) {
        for k in 0..<x.count { x[k] = tanh(x[k]) }
    }

    package static func add(_ x: VectorView<Self>, to y: VectorView<Self>) {
        for k in 0..<x.count { y[k] += x[k] }
    }

    package static func activateGates(
        _ preActivations: VectorView<Self>, cell: VectorView<Self>, keep: VectorView<Self>?,
        activations: VectorView<Self>, next: VectorView<Self>
    ) {
        let n = cell.count
        for k in 0..<n {
            let (i, j) = (sigmoid(preActivations[k]), tanh(preActivations[n + k]))
            let f = sigmoid(preActivations[2 * n + k] + 1)
            (activations[k], activations[n + k], activations[2 * n + k]) = (i, j, f)
            activations[3 * n + k] = sigmoid(preActivations[3 * n + k])
            next[k] = cell[k] * f + i * j * (keep?[k] ?? 1)
        }
    }

    package static func squashOutput(
        _ x: VectorView<Self>, gate: VectorView<Self>, squashed: VectorView<Self>, hidden: VectorView<Self>
    ) {
        for k in 0..<x.count {
            squashed[k] = tanh(x[k])
            hidden[k] = squashed[k] * gate[k]
        }
    }

    package static func differentiateOutput(
        _ hiddenGradient: VectorView<Self>, gate: VectorView<Self>, squashed: VectorView<Self>,
        gateGradient: VectorView<Self>, inputGradient: VectorView<Self>
    ) {
        for k in 0..<hiddenGradient.count {
            let (value, open, slope) = (squashed[k], gate[k], hiddenGradient[k])
            gateGradient[k] = slope * value * open * (1 - open)
            inputGradient[k] = slope * open * (1 - value * value)
        }
    }

    package static func differentiateGates(
        _ activations: VectorView<Self>, cell: VectorView<Self>, fromHidden: VectorView<Self>, keep: VectorView<Self>?,
        gradients: VectorView<Self>, cellGradient: VectorView<Self>
    ) {
        let n = cell.count
        for k in 0..<n {
            let (input, candidate, forget) = (activations[k], activations[n + k], activations[2 * n + k])
            let kept = keep?[k] ?? 1
            let slope = cellGradient[k] + fromHidden[k]
            gradients[k] = slope * kept * candidate * input * (1 - input)
            gradients[n + k] = slope * kept * input * (1 - candidate * candidate)
            gradients[2 * n + k] = slope * cell[k] * forget * (1 - forget)
            cellGradient[k] = slope * forget
        }
    }

    package static func normalize(
        _ x: VectorView<Self>, gain: VectorView<Self>, shift: VectorView<Self>, normal: VectorView<Self>,
        into y: VectorView<Self>
    ) -> Self {
        let n = x.count
        var (sum, squares): (Self, Self) = (0, 0)
        for k in 0..<n { sum += x[k] }
        let mean = sum / Self(n)
        for k in 0..<n { squares += (x[k] - mean) * (x[k] - mean) }
        let inverse = 1 / (squares / Self(n) + 1e-3).squareRoot()
        for k in 0..<n {
            normal[k] = (x[k] - mean) * inverse
            y[k] = gain[k] * normal[k] + shift[k]
        }
        return inverse
    }

    package static func differentiateNormal(
        _ outputGradient: VectorView<Self>, normal: VectorView<Self>, inverse: Self, gain: VectorView<Self>,
        gainGradient: VectorView<Self>, shiftGradient: VectorView<Self>, inputGradient: VectorView<Self>
    ) {
        let n = normal.count
        var (mean, along): (Self, Self) = (0, 0)
        for k in 0..<n {
            gainGradient[k] += outputGradient[k] * normal[k]
            shiftGradient[k] += outputGradient[k]
            let slope = outputGradient[k] * gain[k]
            mean += slope / Self(n)
            along += slope * normal[k] / Self(n)
        }
        for k in 0..<n { inputGradient[k] = inverse * (outputGradient[k] * gain[k] - mean - normal[k] * along) }
    }

    package static func scaleProducts(
        _ x: VectorView<Self>, _ h: VectorView<Self>, scales: VectorView<Self>, bias: VectorView<Self>,
        into a: VectorView<Self>
    ) {
        let n = x.count
        for k in 0..<n { a[k] = scales[k] * x[k] + scales[n + k] * h[k] + scales[2 * n + k] + bias[k] }
    }

    package static func differentiateScaling(
        _ gradient: VectorView<Self>, scales: VectorView<Self>, x: VectorView<Self>, h: VectorView<Self>,
        xGradient: VectorView<Self>, hGradient: VectorView<Self>, scaleGradient: VectorView<Self>
    ) {
        let n = x.count
        for k in 0..<n {
            scaleGradient[k] = gradient[k] * x[k]
            scaleGradient[n + k] = gradient[k] * h[k]
            scaleGradient[2 * n + k] = gradient[k]
            xGradient[k] = gradient[k] * scales[k]
            hGradient[k] = gradient[k] * scales[n + k]
        }
    }

    package static func addInputGradients(
        _ x: MatrixView<Self>, _ da: MatrixView<Self>, to dw: MatrixView<Self>, total: InputGradientTotal<Self>?
    ) {
        for row in 0..<x.rows {
            for column in 0..<da.columns {
                let slope = da[row, column]
                for k in 0..<5 { dw[k, column] += x[row, k] * slope }
                switch total {
                case .byRow(let sums): sums[row, column] += slope
                case .overRows(let sum): sum[column] += slope
                case nil: break
                }
            }
        }
    }

    package static func fillMask(_ mask: VectorView<Self>, random: Philox, threshold: UInt32, multiplier: Self) {
        for index in 0..<mask.count {
            let block = random.block(UInt64(index / 8))
            let word = block[index / 2 % 4]
            mask[index] = (index % 2 == 0 ? word & 0xffff : word >> 16) < threshold ? multiplier : 0
        }
    }

    package static func updateAdam(
        _ parameters: VectorView<Self>, m: VectorView<Self>, v: VectorView<Self>, gradient: VectorView<Self>, rate: Self,
        limit: Self
    ) {
        let (beta1, beta2, epsilon) = (Self(Adam<Self>.beta1), Self(Adam<Self>.beta2), Self(Adam<Self>.epsilon))
        for k in 0..<parameters.count {
            let g = min(max(gradient[k], -limit), limit)
            m[k] = beta1 * m[k] + (1 - beta1) * g
            v[k] = beta2 * v[k] + (1 - beta2) * g * g
            parameters[k] -= rate * m[k] / (v[k].squareRoot() + epsilon)
        }
    }
}
