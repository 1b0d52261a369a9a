import LatentOps
import SketchInference

/// How a model's drawings are made: with its latent bank and a choice among candidates, or as in the paper.
public struct DrawingProcedure: Hashable, Sendable {
    /// Whether samples come from the bank; false for the prior N(0, I).
    public var usesBank: Bool
    /// The weight of the bank for latents between inputs, and for results of arithmetic.
    public var pull: Double
    public var samples: CandidateChoice
    public var reconstructions: CandidateChoice
    public var interpolations: CandidateChoice
    public var analogies: CandidateChoice

    /// The paper's: N(0, I), no pull, one candidate.
    public static let plain = DrawingProcedure(
        usesBank: false, pull: 0, samples: .first, reconstructions: .first, interpolations: .first, analogies: .first)
    /// The defaults of the commands.
    public static let standard = DrawingProcedure(
        usesBank: true, pull: PathPull.standardWeight, samples: .sampling, reconstructions: .reconstruction,
        interpolations: .interpolation, analogies: .analogy)
}
