/// Facts about a PyTorch port of sketch-rnn that its tensors do not state.
public struct PortOptions: Hashable, Sendable {
    /// The order of the output layer's rows. The three pen states (down, up, end) are last in both.
    public enum MixtureLayout: String, CaseIterable, Sendable {
        /// Six rows per component: weight, two means, two log standard deviations, correlation.
        case interleaved
        /// Six blocks of M rows, in the same order.
        case blocks
    }

    /// Nil uses the layout of the known port that has the tensors' names.
    public var mixtureLayout: MixtureLayout?
    /// Whether the decoder's input is the latent and then the row. In the known ports the row is first.
    public var isLatentFirst = false

    public init() {}
}
