/// Paths between two latents.
public enum LatentPath: String, Hashable, Sendable, CaseIterable {
    /// Spherical interpolation, as in the paper (Ha & Eck, section 4.3, after White 2016, arXiv 1609.04468): samples of a
    /// normal distribution in many dimensions are near a sphere, which a straight line leaves.
    case slerp
    /// Linear interpolation, along the straight line.
    case lerp

    /// The largest number of steps of a path.
    public static let stepLimit = 100_000

    /// The point at `t`: exactly `from` at 0 and exactly `to` at 1.
    ///
    /// slerp(t) = (sin((1 - t) w) `from` + sin(t w) `to`) / sin(w), where w is the angle between the two vectors. The result
    /// is finite for all finite vectors, also where that formula is undefined:
    /// - Equal or parallel vectors, and pairs with a zero vector, have no arc; the straight line is used.
    /// - Opposite vectors (within 0.001 radians) have many arcs; the one in the plane of `from` and the coordinate axis
    ///   with the smallest component of `from` is used, with the length changing linearly from |from| to |to|.
    ///
    /// Calls no function of the system's mathematics library, so equal input gives equal bits on every system.
    ///
    /// - Parameters:
    ///   - from: Z values.
    ///   - to: Z values.
    /// - Returns: Z values.
    /// - Throws: `LatentOpsError.sizesDiffer` or `.nonFinite`.
    public func point<Scalar: BinaryFloatingPoint>(
        from: [Scalar], to: [Scalar], at t: Double
    ) throws -> [Scalar] {
        guard from.count == to.count else { throw LatentOpsError.sizesDiffer(from.count, to.count) }
        for vector in [from, to] {
            if let index = vector.firstIndex(where: { !$0.isFinite }) {
                throw LatentOpsError.nonFinite(index: index)
            }
        }
        if t == 0 || from == to { return from }
        if t == 1 { return to }
        let a = from.map { Double($0) }
        let b = to.map { Double($0) }
        let result = self == .slerp ? Self.arc(a, b, t) : Self.line(a, b, t)
        return result.map { Scalar($0) }
    }

    /// Evenly spaced points, both ends included; one step gives the midpoint.
    ///
    /// - Returns: [steps][Z].
    /// - Throws: `LatentOpsError.stepCount` for `steps` outside 1...`stepLimit`, and what `point` throws.
    public func points<Scalar: BinaryFloatingPoint>(
        from: [Scalar], to: [Scalar], steps: Int
    ) throws -> [[Scalar]] {
        try Self.positions(steps: steps).map { try point(from: from, to: to, at: $0) }
    }

    /// The values of t of `points`: 0, 1/(steps-1), ..., 1, or only 0.5.
    ///
    /// - Throws: `LatentOpsError.stepCount`.
    public static func positions(steps: Int) throws -> [Double] {
        guard steps >= 1, steps <= stepLimit else { throw LatentOpsError.stepCount(steps, allowed: 1...stepLimit) }
        return steps == 1 ? [0.5] : (0..<steps).map { Double($0) / Double(steps - 1) }
    }

    private static func line(_ a: [Double], _ b: [Double], _ t: Double) -> [Double] {
        a.indices.map { (1 - t) * a[$0] + t * b[$0] }
    }

    private static func arc(_ a: [Double], _ b: [Double], _ t: Double) -> [Double] {
        let (lengthA, lengthB) = (length(a), length(b))
        // The direction of a vector this short is noise, and dividing by its length could overflow.
        guard lengthA > 1e-150, lengthB > 1e-150 else { return line(a, b, t) }
        let u = a.map { $0 / lengthA }
        let v = b.map { $0 / lengthB }
        // The half angle from sum and difference is accurate near 0 and near pi, where the cosine is flat.
        let difference = length(u.indices.map { u[$0] - v[$0] })
        let sum = length(u.indices.map { u[$0] + v[$0] })
        let angle = 2 * Angle.arctangent(difference, sum)
        if angle < 1e-6 { return line(a, b, t) }
        if Double.pi - angle < 1e-3 {
            return halfTurn(u, t, length: (1 - t) * lengthA + t * lengthB)
        }
        let whole = Angle.sine(angle)
        let (weightA, weightB) = (Angle.sine((1 - t) * angle) / whole, Angle.sine(t * angle) / whole)
        return a.indices.map { weightA * a[$0] + weightB * b[$0] }
    }

    /// A half turn from the unit vector `u`, in the plane of u and the axis with its smallest component.
    private static func halfTurn(_ u: [Double], _ t: Double, length size: Double) -> [Double] {
        guard u.count > 1, let axis = u.indices.min(by: { abs(u[$0]) < abs(u[$1]) }) else {
            // In one dimension the only path leads through zero.
            return u.map { $0 * size * (1 - 2 * t) }
        }
        var side = u.map { -u[axis] * $0 }
        side[axis] += 1
        let norm = length(side)
        let (sine, cosine) = (Angle.sine(t * .pi), Angle.sine((0.5 - t) * .pi))
        return u.indices.map { size * (cosine * u[$0] + sine * side[$0] / norm) }
    }

    private static func length(_ vector: [Double]) -> Double {
        let largest = vector.reduce(0) { max($0, abs($1)) }
        guard largest > 0 else { return 0 }
        return largest * vector.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
    }
}
