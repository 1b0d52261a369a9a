/// The distribution that latents for new drawings come from.
package enum Prior: String, CaseIterable, Sendable { case standard, aggregate }
