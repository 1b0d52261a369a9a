/// What can be wrong with a request in latent space. Sentences are built in `description`.
public enum LatentOpsError: Error, Equatable, Sendable {
    /// Two latents of different lengths were put together; they come from different models.
    case sizesDiffer(Int, Int)
    /// An interpolation of this many steps was asked for.
    case stepCount(Int)
    /// A drawing has fewer than two points, and so no line to encode. `name` is its source or name.
    case emptyDrawing(name: String)
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
        case .emptyDrawing(let name):
            "\(name.isEmpty ? "A drawing" : name) has fewer than two points, so there is no line to encode. "
                + "Leave it out, or draw more."
        case .nonFinite(let index):
            "A latent's value \(index) is not a finite number. Encode the drawing again."
        }
    }
}
