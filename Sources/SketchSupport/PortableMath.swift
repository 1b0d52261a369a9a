/// Elementary functions without the system's mathematics library, whose last bits differ between systems. Every step is a
/// correctly rounded IEEE operation (+, -, *, /, square root) in a fixed order, so equal arguments give equal bits
/// everywhere.
package enum PortableMath {
    /// The natural logarithm of a positive, normal `x`; within 2 units in the last place for x in (0, 1].
    ///
    /// x = 2^k m with m in [sqrt 1/2, sqrt 2), and log m = 2 atanh(s) with s = (m - 1) / (m + 1), |s| < 0.172.
    package static func log(_ x: Double) -> Double {
        var exponent = Int(x.exponent)
        var m = x.significand
        if m > 1.4142135623730951 {
            m *= 0.5
            exponent += 1
        }
        let s = (m - 1) / (m + 1)
        let z = s * s
        var series = 1.0 / 23
        for denominator in stride(from: 21.0, through: 3.0, by: -2.0) {
            series = series * z + 1 / denominator
        }
        // ln 2 in two parts; the product with the high part is exact for every exponent.
        let k = Double(exponent)
        return k * 0x1.62E42FEFA39p-1 + (2 * s + (2 * s * z * series + k * 0x1.DE6AF278ECE6p-46))
    }

    /// Sine and cosine of 2 pi `turns` for turns in [0, 1), to about one unit in the last place of 1.
    /// The quarter is split off exactly before pi enters.
    package static func sineCosine(turns: Double) -> (sine: Double, cosine: Double) {
        let quarters = turns * 4
        let nearest = quarters.rounded(.toNearestOrEven)
        let angle = (quarters - nearest) * (Double.pi / 2)
        let z = angle * angle
        var sine = 1.0
        for k in stride(from: 17.0, through: 3.0, by: -2.0) {
            sine = 1 - z / (k * (k - 1)) * sine
        }
        sine *= angle
        var cosine = 1.0
        for k in stride(from: 18.0, through: 2.0, by: -2.0) {
            cosine = 1 - z / (k * (k - 1)) * cosine
        }
        switch Int(nearest) & 3 {
        case 0: return (sine, cosine)
        case 1: return (cosine, -sine)
        case 2: return (-sine, -cosine)
        default: return (-cosine, sine)
        }
    }
}
