import Foundation
import SketchInference

/// An elementary function of the kernels, compared with the C library's in double precision.
public enum KernelFunction: String, CaseIterable, Sendable {
    case exp, tanh, sigmoid

    /// The largest error found, and its input.
    public struct LargestError: Sendable {
        public var ulps = 0.0
        public var input: Float = 0

        public init() {}
    }

    private func values(_ x: [Float]) -> [Float] {
        switch self {
        case .exp: Elementwise.exp(x)
        case .tanh: Elementwise.tanh(x)
        case .sigmoid: Elementwise.sigmoid(x)
        }
    }

    private func exact(_ x: Double) -> Double {
        switch self {
        case .exp: Foundation.exp(x)
        case .tanh: Foundation.tanh(x)
        case .sigmoid: 1 / (1 + Foundation.exp(-x))
        }
    }

    /// Returns the largest error over every `stride`-th float with bits in a range. The function of NaN must be NaN, and
    /// it must be infinite exactly where the true value rounds to infinity; anything else counts as an infinite error.
    public func largestError(bits: Range<UInt64>, stride: UInt64) -> LargestError {
        var largest = LargestError()
        var next = bits.lowerBound
        while next < bits.upperBound {
            var inputs: [Float] = []
            inputs.reserveCapacity(4096)
            while next < bits.upperBound, inputs.count < 4096 {
                inputs.append(Float(bitPattern: UInt32(next)))
                next += stride
            }
            for (x, y) in zip(inputs, values(inputs)) {
                let ulps = error(x, y)
                if ulps > largest.ulps { (largest.ulps, largest.input) = (ulps, x) }
            }
        }
        return largest
    }

    private func error(_ x: Float, _ y: Float) -> Double {
        if x.isNaN { return y.isNaN ? 0 : .infinity }
        let truth = exact(Double(x))
        let nearest = Float(truth)
        if nearest.isInfinite || y.isInfinite || y.isNaN { return y == nearest ? 0 : .infinity }
        let unit = max(Double(nearest.ulp), 0x1p-149)
        return abs(Double(y) - truth) / unit
    }
}
