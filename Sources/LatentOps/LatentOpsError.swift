/// What can be wrong with a request in latent space. Sentences are built in `description`.
public enum LatentOpsError: Error, Equatable, Sendable {
    /// Two latents of different lengths were put together; they come from different models.
    case sizesDiffer(Int, Int)
    /// An interpolation of this many steps was asked for.
    case stepCount(Int)
    /// A latent holds NaN or infinity at `index`.
    case nonFinite(index: Int)
}

extension LatentOpsError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .sizesDiffer(let first, let second):
            "Latents of \(first) and \(second) values cannot be combined. "
                + "Encode both drawings with the same model."
        case .stepCount(let count):
            "An interpolation of \(count) steps was asked for; choose 1 to \(LatentPath.stepLimit)."
        case .nonFinite(let index):
            "A latent's value \(index) is not a finite number. Encode the drawing again."
        }
    }
}
