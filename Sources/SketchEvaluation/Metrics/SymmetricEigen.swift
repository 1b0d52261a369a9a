/// The eigenvalues and eigenvectors of a real symmetric matrix: Householder reduction to tridiagonal form, then the QL
/// algorithm with implicit shifts (Bowdler, Martin, Reinsch & Wilkinson, "The QR and QL algorithms for symmetric matrices",
/// 1968; the EISPACK routines tred2 and tql2).
///
/// Double precision, with IEEE operations in a fixed order only.
package struct SymmetricEigen {
    /// In no particular order.
    package private(set) var values: [Double]
    /// [n * n], row-major; column k belongs to value k, and the columns are orthonormal.
    package private(set) var vectors: [Double]
    private let n: Int
    /// The subdiagonal, in elements 1 to n - 1 after the reduction.
    private var subdiagonal: [Double]
    /// Far more than the two or three that an eigenvalue needs.
    private static let mostIterations = 60

    /// - Parameter matrix: [n * n], row-major, symmetric and finite; the lower triangle is read.
    package init(_ matrix: [Double], size n: Int) {
        self.n = n
        vectors = matrix
        values = (0..<n).map { matrix[(n - 1) * n + $0] }
        subdiagonal = [Double](repeating: 0, count: n)
        guard n > 0 else { return }
        reduce()
        accumulate()
        diagonalise()
    }

    private static func hypotenuse(_ a: Double, _ b: Double) -> Double {
        let (large, small) = (max(abs(a), abs(b)), min(abs(a), abs(b)))
        guard large > 0 else { return 0 }
        return large * (1 + (small / large) * (small / large)).squareRoot()
    }

    /// Householder reflections from the last row to the second. `values` is the row at work.
    private mutating func reduce() {
        for i in stride(from: n - 1, to: 0, by: -1) {
            let scale = values[0..<i].reduce(0) { $0 + abs($1) }
            var h = 0.0
            if scale == 0 {
                subdiagonal[i] = values[i - 1]
                for j in 0..<i {
                    values[j] = vectors[(i - 1) * n + j]
                    vectors[i * n + j] = 0
                    vectors[j * n + i] = 0
                }
            } else {
                for k in 0..<i {
                    values[k] /= scale
                    h += values[k] * values[k]
                }
                let f = values[i - 1]
                let g = f > 0 ? -h.squareRoot() : h.squareRoot()
                subdiagonal[i] = scale * g
                h -= f * g
                values[i - 1] = f - g
                applyReflection(i, h)
            }
            values[i] = h
        }
    }

    /// Applies the reflection in `values[0..<i]` from both sides.
    private mutating func applyReflection(_ i: Int, _ h: Double) {
        for j in 0..<i { subdiagonal[j] = 0 }
        for j in 0..<i {
            let f = values[j]
            vectors[j * n + i] = f
            var g = subdiagonal[j] + vectors[j * n + j] * f
            for k in j + 1..<max(i, j + 1) {
                g += vectors[k * n + j] * values[k]
                subdiagonal[k] += vectors[k * n + j] * f
            }
            subdiagonal[j] = g
        }
        var f = 0.0
        for j in 0..<i {
            subdiagonal[j] /= h
            f += subdiagonal[j] * values[j]
        }
        let share = f / (h + h)
        for j in 0..<i { subdiagonal[j] -= share * values[j] }
        for j in 0..<i {
            let (f, g) = (values[j], subdiagonal[j])
            for k in j..<i { vectors[k * n + j] -= f * subdiagonal[k] + g * values[k] }
            values[j] = vectors[(i - 1) * n + j]
            vectors[i * n + j] = 0
        }
    }

    /// The product of the reflections.
    private mutating func accumulate() {
        for i in 0..<n - 1 {
            vectors[(n - 1) * n + i] = vectors[i * n + i]
            vectors[i * n + i] = 1
            let h = values[i + 1]
            if h != 0 {
                for k in 0...i { values[k] = vectors[k * n + i + 1] / h }
                for j in 0...i {
                    var g = 0.0
                    for k in 0...i { g += vectors[k * n + i + 1] * vectors[k * n + j] }
                    for k in 0...i { vectors[k * n + j] -= g * values[k] }
                }
            }
            for k in 0...i { vectors[k * n + i + 1] = 0 }
        }
        for j in 0..<n {
            values[j] = vectors[(n - 1) * n + j]
            vectors[(n - 1) * n + j] = 0
        }
        vectors[n * n - 1] = 1
        subdiagonal[0] = 0
    }

    private mutating func diagonalise() {
        for i in 1..<max(n, 1) { subdiagonal[i - 1] = subdiagonal[i] }
        subdiagonal[n - 1] = 0
        var (shift, largest) = (0.0, 0.0)
        for l in 0..<n {
            largest = max(largest, abs(values[l]) + abs(subdiagonal[l]))
            let small = 0x1p-52 * largest
            var m = l
            while m < n - 1, abs(subdiagonal[m]) > small { m += 1 }
            var iteration = 0
            while m > l, abs(subdiagonal[l]) > small, iteration < Self.mostIterations {
                iteration += 1
                shift += moveOrigin(l)
                sweep(from: l, to: m)
            }
            values[l] += shift
            subdiagonal[l] = 0
        }
    }

    /// Subtracts an estimate of eigenvalue l from the diagonal from l on, and returns it.
    private mutating func moveOrigin(_ l: Int) -> Double {
        let g = values[l]
        let p = (values[l + 1] - g) / (2 * subdiagonal[l])
        let r = p < 0 ? -Self.hypotenuse(p, 1) : Self.hypotenuse(p, 1)
        values[l] = subdiagonal[l] / (p + r)
        values[l + 1] = subdiagonal[l] * (p + r)
        let h = g - values[l]
        for i in l + 2..<max(n, l + 2) { values[i] -= h }
        return h
    }

    /// One QL sweep of rotations over rows l to m.
    private mutating func sweep(from l: Int, to m: Int) {
        var p = values[m]
        let (second, below) = (values[l + 1], subdiagonal[l + 1])
        var (c, c2, c3) = (1.0, 1.0, 1.0)
        var (s, s2) = (0.0, 0.0)
        for i in stride(from: m - 1, through: l, by: -1) {
            (c3, c2, s2) = (c2, c, s)
            let g = c * subdiagonal[i]
            let h = c * p
            let r = Self.hypotenuse(p, subdiagonal[i])
            subdiagonal[i + 1] = s * r
            s = subdiagonal[i] / r
            c = p / r
            p = c * values[i] - s * g
            values[i + 1] = h + s * (c * g + s * values[i])
            for k in 0..<n {
                let right = vectors[k * n + i + 1]
                let left = vectors[k * n + i]
                vectors[k * n + i + 1] = s * left + c * right
                vectors[k * n + i] = c * left - s * right
            }
        }
        p = -s * s2 * c3 * below * subdiagonal[l] / second
        subdiagonal[l] = s * p
        values[l] = c * p
    }
}
