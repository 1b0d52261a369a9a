/// A decoder's state between two rows of one drawing; see `SketchDecoder.step`. A copy is a branch: both continue
/// independently.
public struct DecoderState: Hashable, Sendable {
    /// The packed recurrent state [S], in the checkpoint's order (c and h for an LSTM).
    public internal(set) var recurrent: [Float]
    /// The contribution of the latent to every step's pre-activations.
    var constant: [Float]
}
