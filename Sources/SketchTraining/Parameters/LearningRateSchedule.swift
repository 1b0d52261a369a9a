/// How the learning rate falls from its initial value to its lower bound.
public enum LearningRateSchedule: String, Codable, Hashable, Sendable, CaseIterable {
    /// The original's: at every step the distance to the lower bound is multiplied by `decay_rate`.
    case exponential
    /// Half a cosine wave from the first to the last step (Loshchilov & Hutter 2017, arXiv 1608.03983, without restarts);
    /// it depends on the number of steps.
    case cosine
}
