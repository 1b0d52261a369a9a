/// A square of latents between four corners, interpolated in two directions (Ha & Eck, section 4.3).
public struct LatentGrid: Sendable {
    /// The allowed values of `size`.
    public static let sizes = 2...1000

    /// The values of u, from left to right, and of v, from top to bottom: `size` values from 0 to 1.
    public let positions: [Double]
    /// [size * size][Z], row by row; the corners are exactly the given latents.
    public let points: [[Float]]

    /// Interpolates along u at the upper and the lower side, then along v between the two.
    ///
    /// - Parameter corners: top left, top right, bottom left and bottom right; Z values each.
    /// - Throws: `LatentOpsError.stepCount` for a size outside `sizes`, and what `LatentPath.point` throws.
    public init(corners: (a: [Float], b: [Float], c: [Float], d: [Float]), size: Int, path: LatentPath = .slerp) throws {
        guard Self.sizes.contains(size) else { throw LatentOpsError.stepCount(size, allowed: Self.sizes) }
        let positions = try LatentPath.positions(steps: size)
        let upper = try path.points(from: corners.a, to: corners.b, steps: size)
        let lower = try path.points(from: corners.c, to: corners.d, steps: size)
        self.positions = positions
        points = try positions.flatMap { v in
            try zip(upper, lower).map { try path.point(from: $0, to: $1, at: v) }
        }
    }
}
