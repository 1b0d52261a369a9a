/// The distribution that latents for new drawings come from.
public enum Prior: String, CaseIterable, Sendable { case standard, aggregate }
