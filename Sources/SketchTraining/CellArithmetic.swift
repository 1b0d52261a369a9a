import SketchInference

/// The plain, obviously right form of what a cell does with one row; `Double` uses it, and the float kernels are held
/// against it.
extension TrainingScalar {
    private static func sigmoid(_ x: Self) -> Self { 1 / (1 + exp(-x)) }

    package static func activateGates(
        _ a: UnsafeMutablePointer<Self>, count n: Int, cell c: UnsafePointer<Self>, keep: UnsafePointer<Self>?,
        next: UnsafeMutablePointer<Self>
    ) {
        let (i, j, f, o) = (a, a + n, a + 2 * n, a + 3 * n)
        for k in 0..<n {
            i[k] = sigmoid(i[k])
            j[k] = tanh(j[k])
            f[k] = sigmoid(f[k] + 1)
            o[k] = sigmoid(o[k])
            next[k] = c[k] * f[k] + i[k] * j[k] * (keep?[k] ?? 1)
        }
    }

    package static func squashOutput(
        _ x: UnsafePointer<Self>, gate: UnsafePointer<Self>, count n: Int, squashed: UnsafeMutablePointer<Self>,
        hidden: UnsafeMutablePointer<Self>
    ) {
        for k in 0..<n {
            squashed[k] = tanh(x[k])
            hidden[k] = squashed[k] * gate[k]
        }
    }

    package static func differentiateOutput(
        _ hiddenGradient: UnsafePointer<Self>, count n: Int, gate: UnsafeMutablePointer<Self>,
        squashed: UnsafeMutablePointer<Self>
    ) {
        for k in 0..<n {
            let (value, open, slope) = (squashed[k], gate[k], hiddenGradient[k])
            gate[k] = slope * value * open * (1 - open)
            squashed[k] = slope * open * (1 - value * value)
        }
    }

    package static func differentiateGates(
        _ a: UnsafeMutablePointer<Self>, count n: Int, cell c: UnsafePointer<Self>, fromHidden: UnsafePointer<Self>,
        keep: UnsafePointer<Self>?, cellGradient dc: UnsafeMutablePointer<Self>
    ) {
        let (i, j, f) = (a, a + n, a + 2 * n)
        for k in 0..<n {
            let (input, candidate, forget) = (i[k], j[k], f[k])
            let kept = keep?[k] ?? 1
            let slope = dc[k] + fromHidden[k]
            i[k] = slope * kept * candidate * input * (1 - input)
            j[k] = slope * kept * input * (1 - candidate * candidate)
            f[k] = slope * c[k] * forget * (1 - forget)
            dc[k] = slope * forget
        }
    }

    package static func normalize(
        _ x: UnsafeMutablePointer<Self>, count n: Int, gain: UnsafePointer<Self>, shift: UnsafePointer<Self>,
        normal: UnsafeMutablePointer<Self>
    ) -> Self {
        var (sum, squares): (Self, Self) = (0, 0)
        for k in 0..<n { sum += x[k] }
        let mean = sum / Self(n)
        for k in 0..<n { squares += (x[k] - mean) * (x[k] - mean) }
        let inverse = 1 / (squares / Self(n) + 1e-3).squareRoot()
        for k in 0..<n {
            normal[k] = (x[k] - mean) * inverse
            x[k] = gain[k] * normal[k] + shift[k]
        }
        return inverse
    }

    package static func differentiateNormal(
        _ dy: UnsafeMutablePointer<Self>, count n: Int, normal: UnsafePointer<Self>, inverse: Self,
        gain: UnsafePointer<Self>, gainGradient: UnsafeMutablePointer<Self>,
        shiftGradient: UnsafeMutablePointer<Self>
    ) {
        var (mean, along): (Self, Self) = (0, 0)
        for k in 0..<n {
            gainGradient[k] += dy[k] * normal[k]
            shiftGradient[k] += dy[k]
            dy[k] *= gain[k]
            mean += dy[k] / Self(n)
            along += dy[k] * normal[k] / Self(n)
        }
        for k in 0..<n { dy[k] = inverse * (dy[k] - mean - normal[k] * along) }
    }

    package static func scaleProducts(
        _ x: UnsafePointer<Self>, _ h: UnsafePointer<Self>, scales: UnsafePointer<Self>, bias: UnsafePointer<Self>,
        count: Int, into a: UnsafeMutablePointer<Self>
    ) {
        for k in 0..<count { a[k] = scales[k] * x[k] + scales[count + k] * h[k] + scales[2 * count + k] + bias[k] }
    }

    package static func differentiateScaling(
        _ da: UnsafePointer<Self>, scales: UnsafePointer<Self>, count: Int, x: UnsafeMutablePointer<Self>,
        h: UnsafeMutablePointer<Self>, slopes: UnsafeMutablePointer<Self>
    ) {
        for k in 0..<count {
            slopes[k] = da[k] * x[k]
            slopes[count + k] = da[k] * h[k]
            slopes[2 * count + k] = da[k]
            x[k] = da[k] * scales[k]
            h[k] = da[k] * scales[count + k]
        }
    }

    package static func addInputGradients(
        _ x: UnsafePointer<Self>, _ da: UnsafePointer<Self>, rows: Int, width: Int, to dw: UnsafeMutablePointer<Self>,
        total: UnsafeMutablePointer<Self>?, stride: Int
    ) {
        for row in 0..<rows {
            for column in 0..<width {
                let slope = da[row * width + column]
                for k in 0..<5 { dw[k * width + column] += x[row * 5 + k] * slope }
                total?[row * stride + column] += slope
            }
        }
    }

    package static func add(_ x: UnsafePointer<Self>, to y: UnsafeMutablePointer<Self>, count: Int) {
        for k in 0..<count { y[k] += x[k] }
    }

    package static func fillMask(
        _ mask: UnsafeMutablePointer<Self>, count: Int, random: Philox, threshold: UInt32, multiplier: Self
    ) {
        for index in 0..<count {
            let block = random.block(UInt64(index / 8))
            let word = block[index / 2 % 4]
            mask[index] = (index % 2 == 0 ? word & 0xffff : word >> 16) < threshold ? multiplier : 0
        }
    }

    package static func updateAdam(
        _ theta: UnsafeMutablePointer<Self>, m: UnsafeMutablePointer<Self>, v: UnsafeMutablePointer<Self>,
        gradient: UnsafePointer<Self>, other: UnsafePointer<Self>?, count: Int, rate: Self, limit: Self
    ) {
        let (beta1, beta2, epsilon) = (Self(Adam<Self>.beta1), Self(Adam<Self>.beta2), Self(Adam<Self>.epsilon))
        for k in 0..<count {
            let g = min(max(gradient[k] + (other?[k] ?? 0), -limit), limit)
            m[k] = beta1 * m[k] + (1 - beta1) * g
            v[k] = beta2 * v[k] + (1 - beta2) * g * g
            theta[k] -= rate * m[k] / (v[k].squareRoot() + epsilon)
        }
    }
}
