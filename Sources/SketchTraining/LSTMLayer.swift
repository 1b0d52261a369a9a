/// One LSTM run over a batch of sequences and differentiated through time.
///
/// Goals, in order: the exact cell of the original (section 2 of the paper's appendix: gates i, j, f, o,
/// forget bias 1 inside the sigmoid, dropout on tanh(j) only); no allocation from batch to batch; as much
/// of the work as possible in few large matrix products.
///
/// Layout: time-major, row `t * B + b`, all rows `n` or `4n` wide. Rows of a batch must be sorted by length
/// descending, so that the active rows of a step are the first `active[t]`; the others keep their state.
///
/// The caller multiplies the input by W_xh for all steps at once and leaves x W_xh + bias in `gates`;
/// `backward` leaves the gradient with respect to those pre-activations in the same place, from which the
/// caller takes the gradients of W_xh, bias and input, again in one product each.
package final class LSTMLayer<Scalar: TrainingScalar> {
    /// n, the number of units.
    package let size: Int
    /// [T, B, 4n]: pre-activations before `forward`, activations after it, their gradients after `backward`.
    package let gates = Buffer<Scalar>()
    /// [T + 1, B, n]: the state before each step; row block T is the final state.
    package let hidden = Buffer<Scalar>()
    package let cells = Buffer<Scalar>()
    /// [B, n]: the gradient of the initial state after `backward`.
    package let hiddenGradient = Buffer<Scalar>()
    package let cellGradient = Buffer<Scalar>()

    private let cellTanh = Buffer<Scalar>()
    /// [T, B, n], dropout's multipliers of tanh(j), or empty without dropout.
    package let keep = Buffer<Scalar>()
    private var active: [Int] = []
    private var batch = 0

    package init(size: Int) { self.size = size }

    /// Sizes the buffers for a batch and starts from the zero state.
    /// - Parameters:
    ///   - lengths: B sequence lengths, descending.
    ///   - steps: T, at least the largest length.
    package func prepare(lengths: [Int], steps: Int, dropout: Bool) {
        batch = lengths.count
        active = (0..<steps).map { step in lengths.prefix { $0 > step }.count }
        gates.resize(to: steps * batch * 4 * size)
        hidden.resize(to: (steps + 1) * batch * size)
        cells.resize(to: (steps + 1) * batch * size)
        cellTanh.resize(to: steps * batch * size)
        keep.resize(to: dropout ? steps * batch * size : 0)
        hidden.pointer.update(repeating: 0, count: batch * size)
        cells.pointer.update(repeating: 0, count: batch * size)
    }

    /// Runs all steps. - Parameter recurrent: W_hh, [n, 4n].
    package func forward(recurrent: UnsafePointer<Scalar>) {
        let n = size
        let width = batch * n
        for step in active.indices {
            let rows = active[step]
            let gate = gates.pointer + step * batch * 4 * n
            let (h, nextH) = (hidden.pointer + step * width, hidden.pointer + (step + 1) * width)
            let (c, nextC) = (cells.pointer + step * width, cells.pointer + (step + 1) * width)
            Scalar.multiply(
                h, transposed: false, lda: n, recurrent, transposed: false, ldb: 4 * n,
                into: gate, ldc: 4 * n, beta: 1, m: rows, n: 4 * n, k: n)
            for row in 0..<rows {
                activate(gate + row * 4 * n)
                let mask = keep.count == 0 ? nil : keep.pointer + (step * batch + row) * n
                updateCell(
                    gate + row * 4 * n, c + row * n, nextC + row * n,
                    cellTanh.pointer + (step * batch + row) * n, nextH + row * n, mask)
            }
            let idle = (batch - rows) * n
            (nextH + rows * n).update(from: h + rows * n, count: idle)
            (nextC + rows * n).update(from: c + rows * n, count: idle)
        }
    }

    /// i, j, f, o of one row from pre-activations to activations.
    @inline(__always)
    private func activate(_ gate: UnsafeMutablePointer<Scalar>) {
        let n = size
        let forget = gate + 2 * n
        for k in 0..<n { forget[k] += 1 }
        Scalar.sigmoid(gate, count: n)
        Scalar.tanh(gate + n, into: gate + n, count: n)
        Scalar.sigmoid(forget, count: 2 * n)
    }

    /// c' = c f + i k g; h' = tanh(c') o.
    @inline(__always)
    private func updateCell(
        _ gate: UnsafePointer<Scalar>, _ c: UnsafePointer<Scalar>,
        _ nextC: UnsafeMutablePointer<Scalar>, _ tanhC: UnsafeMutablePointer<Scalar>,
        _ nextH: UnsafeMutablePointer<Scalar>, _ mask: UnsafePointer<Scalar>?
    ) {
        let n = size
        let (i, j, f, o) = (gate, gate + n, gate + 2 * n, gate + 3 * n)
        if let mask {
            for k in 0..<n { nextC[k] = c[k] * f[k] + i[k] * j[k] * mask[k] }
        } else {
            for k in 0..<n { nextC[k] = c[k] * f[k] + i[k] * j[k] }
        }
        Scalar.tanh(nextC, into: tanhC, count: n)
        for k in 0..<n { nextH[k] = tanhC[k] * o[k] }
    }

    /// Back-propagation through time.
    /// - Parameters:
    ///   - recurrent: W_hh, [n, 4n].
    ///   - recurrentGradient: [n, 4n]; the gradient is added to it.
    ///   - outputGradient: d cost / d h' of every step, [T, B, n], or nil where only the final state is used.
    ///   - finalHidden: d cost / d final h, [B, n], or nil for zero.
    package func backward(
        recurrent: UnsafePointer<Scalar>, recurrentGradient: UnsafeMutablePointer<Scalar>,
        outputGradient: UnsafePointer<Scalar>?, finalHidden: UnsafePointer<Scalar>?
    ) {
        let n = size
        let width = batch * n
        let dh = hiddenGradient.zeros(width)
        let dc = cellGradient.zeros(width)
        if let finalHidden { dh.update(from: finalHidden, count: width) }
        for step in active.indices.reversed() {
            let rows = active[step]
            let gate = gates.pointer + step * batch * 4 * n
            if let outputGradient {
                let output = outputGradient + step * width
                for k in 0..<rows * n { dh[k] += output[k] }
            }
            for row in 0..<rows {
                let mask = keep.count == 0 ? nil : keep.pointer + (step * batch + row) * n
                differentiate(
                    gate + row * 4 * n, cells.pointer + step * width + row * n,
                    cellTanh.pointer + (step * batch + row) * n, dh + row * n, dc + row * n, mask)
            }
            (gate + rows * 4 * n).update(repeating: 0, count: (batch - rows) * 4 * n)
            Scalar.multiply(
                gate, transposed: false, lda: 4 * n, recurrent, transposed: true, ldb: 4 * n,
                into: dh, ldc: n, beta: 0, m: rows, n: n, k: 4 * n)
        }
        Scalar.multiply(
            hidden.pointer, transposed: true, lda: n, gates.pointer, transposed: false, ldb: 4 * n,
            into: recurrentGradient, ldc: 4 * n, beta: 1, m: n, n: 4 * n, k: active.count * batch)
    }

    /// One row of one step: activations become gradients of the pre-activations, `dc` moves one step back.
    @inline(__always)
    private func differentiate(
        _ gate: UnsafeMutablePointer<Scalar>, _ c: UnsafePointer<Scalar>,
        _ tanhC: UnsafePointer<Scalar>, _ dh: UnsafePointer<Scalar>,
        _ dc: UnsafeMutablePointer<Scalar>, _ mask: UnsafePointer<Scalar>?
    ) {
        let n = size
        let (i, j, f, o) = (gate, gate + n, gate + 2 * n, gate + 3 * n)
        for k in 0..<n {
            let (input, candidate, forget, output) = (i[k], j[k], f[k], o[k])
            let keep: Scalar = mask.map { $0[k] } ?? 1
            let squashed = tanhC[k]
            let gradient = dc[k] + dh[k] * output * (1 - squashed * squashed)
            i[k] = gradient * candidate * keep * input * (1 - input)
            j[k] = gradient * input * keep * (1 - candidate * candidate)
            f[k] = gradient * c[k] * forget * (1 - forget)
            o[k] = dh[k] * squashed * output * (1 - output)
            dc[k] = gradient * forget
        }
    }
}
