/// The first Philox stream of each use of a run's seed; the number of the step, epoch or tensor is added to it.
enum RandomStream {
    static let weights: UInt64 = 1 << 56
    static let order: UInt64 = 2 << 56
    static let augmentation: UInt64 = 3 << 56
    static let latentNoise: UInt64 = 4 << 56
    static let validationNoise: UInt64 = 5 << 56
    /// Dropout of slice s uses the streams from `dropout + (s << 48)` on, one per step and mask.
    static let dropout: UInt64 = 6 << 56
}
