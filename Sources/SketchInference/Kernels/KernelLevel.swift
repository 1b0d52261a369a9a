import CSketchKernels

/// The processor levels of the sampling kernels. All give equal bytes; tests force each in turn.
public enum KernelLevel: Int, Sendable, CaseIterable {
    case portable = 0
    case avx2 = 1
    case avx512 = 2

    /// The level in use: the processor's best unless `use` said otherwise.
    public static var current: KernelLevel { KernelLevel(rawValue: Int(sk_level())) ?? .portable }

    /// The processor's best level.
    public static var best: KernelLevel { KernelLevel(rawValue: Int(sk_best_level())) ?? .portable }

    /// Makes the whole process use `level`, or the processor's best if that is lower; returns what holds now.
    @discardableResult
    public static func use(_ level: KernelLevel) -> KernelLevel {
        KernelLevel(rawValue: Int(sk_set_level(Int32(level.rawValue)))) ?? .portable
    }
}
