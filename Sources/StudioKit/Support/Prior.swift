/// The distribution of latents for new drawings.
public enum Prior: String, CaseIterable, Sendable {
    /// Between neighbours of the model's latent bank.
    case bank
    /// N(0, I), the paper's.
    case standard
    /// A normal distribution with the mean and covariance of the training drawings' latents.
    case aggregate
}
