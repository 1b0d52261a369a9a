/// Why an operation on latents is not possible.
public enum LatentOpsError: Error, Equatable, Sendable {
    /// Two lists of numbers that must have one length have two, as latents of different models do.
    case sizesDiffer(Int, Int)
    /// A path of this many steps, outside 1...`LatentPath.stepLimit`, or a grid of this many, outside its own limits.
    case stepCount(Int, allowed: ClosedRange<Int>)
    /// A latent's value at `index` is NaN or infinite.
    case nonFinite(index: Int)
    /// A covariance is not positive definite; `dimension` is the first row where it fails.
    case notPositiveDefinite(dimension: Int)
    /// A bank has no latents of the chosen classes.
    case emptyBank
}

extension LatentOpsError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .sizesDiffer(let first, let second):
            "Latents of \(first) and \(second) values cannot be combined."
        case .stepCount(let count, let allowed):
            "\(count) steps: the number must be from \(allowed.lowerBound) to \(allowed.upperBound)."
        case .nonFinite(let index):
            "The latent's value \(index) is not a finite number."
        case .notPositiveDefinite(let dimension):
            "The covariance is not positive definite (dimension \(dimension))."
        case .emptyBank:
            "The latent bank has no latents of the chosen classes."
        }
    }
}
