/// How the learning rate falls from its first value to its smallest.
public enum LearningRateSchedule: String, Codable, Hashable, Sendable, CaseIterable {
    /// The original's: the distance to the smallest is multiplied by `decay_rate` at every step.
    case exponential
    /// Half a cosine wave from the first to the last step, which it is a function of (Loshchilov & Hutter 2017, arXiv
    /// 1608.03983, without restarts).
    case cosine
}
