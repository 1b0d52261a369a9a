/// A view of an interactive page.
public enum PageView: String, CaseIterable, Hashable, Sendable {
    /// The model finishes a beginning.
    case `continue`
    /// A path between two drawings.
    case interpolate
    /// A + (B - C) of three drawings.
    case arithmetic
    /// Reconstructions of a drawing from low to high temperature.
    case temperature

    /// Whether the view encodes drawings. Decoder-only models offer the other views.
    public var needsEncoder: Bool { self != .continue }
}
