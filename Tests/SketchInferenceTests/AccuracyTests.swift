import SketchInference
import TestSupport
import Testing

/// The errors that sketch_kernels.h states, over 65,000 floats spread evenly over all bit patterns. The tool
/// accuracy-sweep looks at all 2^32.
@Suite struct AccuracyTests {
    @Test(arguments: KernelFunction.allCases) func errorsStayAsStated(function: KernelFunction) {
        let limit: [KernelFunction: Double] = [.exp: 1, .tanh: 2.5, .sigmoid: 2.5]
        let largest = function.largestError(bits: 0..<1 << 32, stride: 65_521)
        #expect(largest.ulps <= limit[function] ?? 0, "\(largest.ulps) at \(largest.input)")
    }

    /// Where the functions work: every 997th float between 2^-20 and 128, both signs.
    @Test(arguments: KernelFunction.allCases) func errorsStayAsStatedWhereItMatters(function: KernelFunction) {
        let limit: [KernelFunction: Double] = [.exp: 1, .tanh: 2.5, .sigmoid: 2.5]
        let range = UInt64(Float(0x1p-20).bitPattern)..<UInt64(Float(128).bitPattern)
        for sign in [UInt64(0), 1 << 31] {
            let largest = function.largestError(bits: range.lowerBound + sign..<range.upperBound + sign, stride: 997)
            #expect(largest.ulps <= limit[function] ?? 0, "\(largest.ulps) at \(largest.input)")
        }
    }
}
