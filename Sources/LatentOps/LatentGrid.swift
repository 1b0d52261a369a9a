/// The square between four latents (Ha & Eck, section 4.3, and the grids of the project's pages).
public struct LatentGrid: Sendable {
    /// The allowed values of `size`.
    public static let sizes = 2...1000

    /// u runs from left to right, v from top to bottom, both from 0 to 1; `size` values of each.
    public let positions: [Double]
    /// [size * size][Z], row by row; the corners are the given latents exactly.
    public let points: [[Float]]

    /// Between `corners` (top left, top right, bottom left, bottom right): first along u at the upper and the
    /// lower side, then along v between the two.
    ///
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
