import Foundation
import SketchInference
import SketchSupport
import TestSupport
import Testing

/// The error bounds that sketch_kernels.h states, in units in the last place.
///
/// Over 65,000 floats spread evenly over all bit patterns; over all 2^32 of them, which takes some minutes, where the
/// environment has `STUDIO_FULL_SWEEP=1`.
@Suite struct AccuracyTests {
    private let limit: [KernelFunction: Double] = [.exp: 1, .tanh: 2.5, .sigmoid: 2.5]

    @Test(arguments: KernelFunction.allCases) func errorsStayWithinTheStatedBounds(function: KernelFunction) throws {
        let isFull = ProcessInfo.processInfo.environment["STUDIO_FULL_SWEEP"] == "1"
        let parts = 64
        let size = (UInt64(1) << 32) / UInt64(parts)
        let errors = try Array(0..<UInt64(parts)).parallelMap(threads: Threads.automatic) {
            function.largestError(bits: $0 * size..<($0 + 1) * size, stride: isFull ? 1 : 65_521)
        }
        let largest = try #require(errors.max { $0.ulps < $1.ulps })
        if isFull { print("\(function.rawValue): largest error \(largest.ulps) ulp at \(largest.input)") }
        #expect(largest.ulps <= limit[function] ?? 0, "\(largest.ulps) at \(largest.input)")
    }

    /// Where the functions are used: every 997th float between 2^-20 and 128, both signs.
    @Test(arguments: KernelFunction.allCases) func errorsStayWithinTheStatedBoundsInUse(function: KernelFunction) {
        let range = UInt64(Float(0x1p-20).bitPattern)..<UInt64(Float(128).bitPattern)
        for sign in [UInt64(0), 1 << 31] {
            let largest = function.largestError(bits: range.lowerBound + sign..<range.upperBound + sign, stride: 997)
            #expect(largest.ulps <= limit[function] ?? 0, "\(largest.ulps) at \(largest.input)")
        }
    }
}
