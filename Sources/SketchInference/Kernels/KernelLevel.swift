import CSketchKernels

/// The instruction sets of the sampling kernels. All give equal bytes; the tests force each in turn.
public enum KernelLevel: Int, Sendable, CaseIterable {
    case portable = 0
    case avx2 = 1
    case avx512 = 2
    /// Arm's 64-bit processors; their only other level is `portable`.
    case neon = 3

    /// The level in use: the processor's best unless `use` selected another.
    public static var current: KernelLevel { KernelLevel(rawValue: Int(sk_level())) ?? .portable }

    /// The processor's best level.
    public static var best: KernelLevel { KernelLevel(rawValue: Int(sk_best_level())) ?? .portable }

    /// Whether the processor has the level.
    public var isSupported: Bool { sk_has_level(Int32(rawValue)) != 0 }

    /// Makes the whole process use `level`, or a lower one if the processor lacks it; returns the level in use.
    @discardableResult
    public static func use(_ level: KernelLevel) -> KernelLevel {
        KernelLevel(rawValue: Int(sk_set_level(Int32(level.rawValue)))) ?? .portable
    }
}
