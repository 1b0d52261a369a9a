/// How strongly the points between inputs are pulled towards a `LatentBank`: not at the inputs themselves, most in the
/// middle.
public enum PathPull {
    /// The weight that commands use unless another is given.
    public static let standardWeight = 0.75

    /// The weight at `t` of a path from one input (t = 0) to another (t = 1): w sqrt(sin(pi t)). Exactly 0 at both ends.
    public static func weight(_ w: Double, at t: Double) -> Double {
        guard t > 0, t < 1 else { return 0 }
        return w * max(Angle.sine(.pi * t), 0).squareRoot()
    }

    /// The weight at (u, v) of a square between four inputs: the larger of the two directions' weights. Exactly 0 at the
    /// corners; along an edge, that of the path between its two corners.
    public static func weight(_ w: Double, atU u: Double, v: Double) -> Double { max(weight(w, at: u), weight(w, at: v)) }

    /// A latent scaled to the mean norm of others, as the result of arithmetic is before it is pulled: sums of latents are
    /// longer than the latents of drawings. Returns it unchanged where either norm is 0. Z values.
    public static func rescaled(_ latent: [Float], toMeanNormOf operands: [[Float]]) -> [Float] {
        func norm(_ vector: [Float]) -> Double { vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }
        let own = norm(latent)
        let mean = operands.reduce(0.0) { $0 + norm($1) } / Double(max(operands.count, 1))
        guard own > 0, mean > 0 else { return latent }
        return latent.map { Float(Double($0) * (mean / own)) }
    }
}
