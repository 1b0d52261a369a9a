/// The distribution of latents for new drawings.
public enum Prior: String, CaseIterable, Sendable {
    /// N(0, I).
    case standard
    /// A normal distribution with the mean and covariance of the training drawings' latents.
    case aggregate
}
