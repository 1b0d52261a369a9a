import CSketchKernels
import Foundation

/// Which of its processor-specific kernels OpenBLAS uses.
public enum OpenBLASCore {
    private static let variable = "OPENBLAS_CORETYPE"

    /// Makes the choice a function of the processor, by starting the program again with it in the
    /// environment; to be called first thing in a command that trains or evaluates.
    ///
    /// OpenBLAS chooses when it is loaded, and version 0.3.21 does not always choose the same on one
    /// machine: seen on a Zen 5 were Haswell and Cooper Lake, from start to start, at half the speed and
    /// with other last bits, so that a resumed run would not have continued bit for bit. A choice that the
    /// user has made is left alone. Returns where there is nothing to do, or if starting again fails.
    public static func settle() {
        #if arch(x86_64) && os(Linux)
            guard getenv(variable) == nil else { return }
            switch sk_best_level() {
            case Int32(SK_LEVEL_AVX512): setenv(variable, "SkylakeX", 1)
            case Int32(SK_LEVEL_AVX2): setenv(variable, "Haswell", 1)
            default: return
            }
            execv("/proc/self/exe", CommandLine.unsafeArgv)
        #endif
    }
}
