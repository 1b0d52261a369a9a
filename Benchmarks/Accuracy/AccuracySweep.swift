import Dispatch
import Foundation
import SketchInference
import TestSupport

/// `accuracy-sweep [STRIDE]`: the errors of the kernels' exp, tanh and logistic function in units in the last place,
/// over every STRIDE-th of the 2^32 floats (default 1: all of them, which takes some minutes).
@main
struct AccuracySweep {
    static func main() {
        let stride = max(1, CommandLine.arguments.dropFirst().first.flatMap(UInt64.init) ?? 1)
        for function in KernelFunction.allCases {
            let parts = 64
            let worst = Worst()
            DispatchQueue.concurrentPerform(iterations: parts) { part in
                let size = (UInt64(1) << 32) / UInt64(parts)
                let first = UInt64(part) * size
                worst.take(function.largestError(bits: first..<first + size, stride: stride))
            }
            let (ulps, input) = (worst.error.ulps, worst.error.input)
            print("\(function.rawValue)  largest error \(ulps) units in the last place, at \(input)")
        }
    }

    private final class Worst: @unchecked Sendable {
        private let lock = NSLock()
        private(set) var error = KernelFunction.LargestError()

        func take(_ other: KernelFunction.LargestError) {
            lock.withLock { if other.ulps > error.ulps { error = other } }
        }
    }
}
