/// A sheet of a quality report, named as its file is.
public enum QualitySheet: String, CaseIterable, Sendable {
    /// The best, median and worst reconstructions by likeness to their input.
    case extremes
    /// Inputs and their reconstructions at each temperature.
    case reconstructions
    /// Samples at each temperature.
    case samples
    /// Interpolations between pairs of inputs.
    case interpolations
    /// C + (B - A) for inputs A, B and C.
    case analogies
    /// Samples of each class of the model's bank, the best recognised first.
    case classes
}
