/// A weight matrix laid out for the many products with few rows that a pass through time makes: once a batch, where
/// the library would lay it out anew for every product.
final class PackedMatrix<Scalar: TrainingScalar> {
    private let packed = Buffer<Scalar>()
    /// W is [k, n].
    private var (k, n) = (0, 0)

    /// Takes W [k, n], row-major, and a bias [n] that products start from.
    func load(_ w: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>? = nil, k: Int, n: Int) {
        (self.k, self.n) = (k, n)
        Scalar.pack(w, bias: bias, k: k, n: n, into: packed.resize(to: Scalar.packedCount(k: k, n: n)))
    }

    /// Takes the transpose of W [n, k].
    func load(transposeOf w: UnsafePointer<Scalar>, k: Int, n: Int) {
        (self.k, self.n) = (k, n)
        Scalar.pack(transposeOf: w, k: k, n: n, into: packed.resize(to: Scalar.packedCount(k: k, n: n)))
    }

    /// `y = x W + bias`, or `y += x W` when `adding`, for x [rows, k] and y [rows, n] with the given strides.
    func multiply(
        _ x: UnsafePointer<Scalar>, stride lda: Int, rows: Int, into y: UnsafeMutablePointer<Scalar>,
        stride ldc: Int, adding: Bool
    ) {
        guard rows > 0 else { return }
        Scalar.multiply(
            x, lda: lda, rows: rows, packed: packed.pointer, k: k, n: n, into: y, ldc: ldc, adding: adding)
    }
}
