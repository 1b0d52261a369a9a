import SketchInference

/// The arithmetic that training needs from a floating-point type.
///
/// Everything in this module is written once over it. `Float` trains; `Double` verifies the gradients by finite
/// differences and against float64 reference values.
///
/// Arguments are views; pointers are taken only to call a kernel. Arguments do not overlap. With `adding`, the result is
/// added to the target.
package protocol TrainingScalar: ElementaryFunctions, Codable, SIMDScalar {
    // MARK: Matrix products

    /// `c = a b`, or `c += a b` when `adding`, after the requested transpositions.
    static func gemm(
        _ a: MatrixView<Self>, transposed transposeA: Bool, _ b: MatrixView<Self>, transposed transposeB: Bool,
        into c: MatrixView<Self>, adding: Bool)

    /// `gemm` of factors rounded to bfloat16, which are packed into `rows` and `packed`. `Double`, which verifies, does not
    /// round.
    static func roundedGEMM(
        _ a: MatrixView<Self>, transposed transposeA: Bool, _ b: MatrixView<Self>, transposed transposeB: Bool,
        into c: MatrixView<Self>, adding: Bool, rows: Buffer<Self>, packed: Buffer<Self>)

    /// The size of a packed [k, n] matrix.
    static func packedCount(k: Int, n: Int, _ precision: ProductPrecision) -> Int

    /// Packs W [k, n] for `packedGEMM`, in float32 with a bias [n] that products start from (nil for zeros).
    static func pack(
        _ w: MatrixView<Self>, bias: VectorView<Self>?, _ precision: ProductPrecision, into packed: VectorView<Self>)

    /// Packs the transpose of W [n, k].
    static func pack(transposeOf w: MatrixView<Self>, _ precision: ProductPrecision, into packed: VectorView<Self>)

    /// `y = x W + bias`, or `y += x W` when `adding`, with a packed W [k, n]. bfloat16 products have no bias; they round
    /// x in `rows`.
    static func packedGEMM(
        _ blocks: [ProductRows<Self>], packed: VectorView<Self>, _ precision: ProductPrecision, adding: Bool,
        rows: Buffer<Self>)

    // MARK: Elementwise

    /// `x = tanh(x)`.
    static func applyTanh(to x: VectorView<Self>)

    /// `y += x`.
    static func add(_ x: VectorView<Self>, to y: VectorView<Self>)

    // MARK: One row of a cell with n units; see sketch_training_kernels.h

    /// From pre-activations [4n] to activations [4n] = (sig i, tanh j, sig (f + 1), sig o) and the next cell state
    /// c f + i j keep; `keep` nil stands for ones.
    static func activateGates(
        _ preActivations: VectorView<Self>, cell: VectorView<Self>, keep: VectorView<Self>?,
        activations: VectorView<Self>, next: VectorView<Self>)

    /// `squashed = tanh(x)`, `hidden = squashed * gate`, all [n].
    static func squashOutput(
        _ x: VectorView<Self>, gate: VectorView<Self>, squashed: VectorView<Self>, hidden: VectorView<Self>)

    /// From h's gradient to those of the output gate's pre-activation and of `squashOutput`'s x, all [n].
    static func differentiateOutput(
        _ hiddenGradient: VectorView<Self>, gate: VectorView<Self>, squashed: VectorView<Self>,
        gateGradient: VectorView<Self>, inputGradient: VectorView<Self>)

    /// From the activations [4n] to the gradients of the first three pre-activations, i, j and f. `cellGradient` [n]
    /// changes from the gradient of c' to that of c; `fromHidden` [n] is the part of it that comes through h.
    static func differentiateGates(
        _ activations: VectorView<Self>, cell: VectorView<Self>, fromHidden: VectorView<Self>, keep: VectorView<Self>?,
        gradients: VectorView<Self>, cellGradient: VectorView<Self>)

    /// Layer normalisation, all [n]: `normal` = (x - mean) / deviation, `y` = gain normal + shift.
    /// - Returns: 1 / deviation.
    static func normalize(
        _ x: VectorView<Self>, gain: VectorView<Self>, shift: VectorView<Self>, normal: VectorView<Self>,
        into y: VectorView<Self>
    ) -> Self

    /// From the gradient of `normalize`'s y to that of its x; adds to the gradients of gain and shift.
    static func differentiateNormal(
        _ outputGradient: VectorView<Self>, normal: VectorView<Self>, inverse: Self, gain: VectorView<Self>,
        gainGradient: VectorView<Self>, shiftGradient: VectorView<Self>, inputGradient: VectorView<Self>)

    /// The scaled sum of a HyperLSTM, all [4n] but `scales` [3 * 4n]: `a = scales_0 x + scales_1 h + scales_2 + bias`.
    static func scaleProducts(
        _ x: VectorView<Self>, _ h: VectorView<Self>, scales: VectorView<Self>, bias: VectorView<Self>,
        into a: VectorView<Self>)

    /// The gradients of `scaleProducts` with respect to x, h and the scales.
    static func differentiateScaling(
        _ gradient: VectorView<Self>, scales: VectorView<Self>, x: VectorView<Self>, h: VectorView<Self>,
        xGradient: VectorView<Self>, hGradient: VectorView<Self>, scaleGradient: VectorView<Self>)

    // MARK: One step of a layer

    /// From the gradients da [rows, width] of a step's products and its inputs x [rows, 5]: dw [5, width] += x^T da.
    /// da is added to `total` as well, if given.
    static func addInputGradients(
        _ x: MatrixView<Self>, _ da: MatrixView<Self>, to dw: MatrixView<Self>, total: InputGradientTotal<Self>?)

    // MARK: Dropout and the optimiser

    /// Fills a dropout mask from a stream: `multiplier` where 16 random bits are below `threshold`, else 0.
    static func fillMask(_ mask: VectorView<Self>, random: Philox, threshold: UInt32, multiplier: Self)

    /// One update of Adam; see `Adam.update`.
    static func updateAdam(
        _ parameters: VectorView<Self>, m: VectorView<Self>, v: VectorView<Self>, gradient: VectorView<Self>, rate: Self,
        limit: Self)
}

/// Where `TrainingScalar.addInputGradients` adds up the gradients themselves.
package enum InputGradientTotal<Scalar: TrainingScalar> {
    /// Row by row, [rows, width].
    case byRow(MatrixView<Scalar>)
    /// All rows into one, [width].
    case overRows(VectorView<Scalar>)
}

extension TrainingScalar {
    /// The number of terms of each element of c = a b, after the requested transpositions. Debug builds check the shapes.
    static func innerSize(
        _ a: MatrixView<Self>, transposed transposeA: Bool, _ b: MatrixView<Self>, transposed transposeB: Bool,
        _ c: MatrixView<Self>
    ) -> Int {
        let k = transposeA ? a.rows : a.columns
        assert((transposeA ? a.columns : a.rows) == c.rows && (transposeB ? b.rows : b.columns) == c.columns)
        assert((transposeB ? b.columns : b.rows) == k)
        return k
    }

    /// Adds the sum of a matrix's rows to `total`, row after row.
    static func addRows(_ matrix: MatrixView<Self>, to total: VectorView<Self>) {
        for index in 0..<matrix.rows { add(matrix.row(index), to: total) }
    }
}
