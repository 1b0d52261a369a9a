import SketchSupport

/// Sine and arctangent with an error of a few units of 1e-16 and the same bits on every system.
enum Angle {
    /// sin(x) for |x| < 2 pi.
    static func sine(_ x: Double) -> Double {
        let sine = PortableMath.sineCosine(turns: abs(x) / (2 * Double.pi)).sine
        return x < 0 ? -sine : sine
    }

    /// The angle in [0, pi/2] whose tangent is y / x, for y, x >= 0; 0 if both are 0.
    static func arctangent(_ y: Double, _ x: Double) -> Double {
        guard y > 0 || x > 0 else { return 0 }
        if y > x { return Double.pi / 2 - arctangent(x, y) }
        var q = y / x
        // Halving the angle twice leaves at most pi/16, where a short series is exact enough.
        for _ in 0..<2 { q = q / (1 + (1 + q * q).squareRoot()) }
        let z = q * q
        var series = 1.0 / 25
        for denominator in stride(from: 23.0, through: 1.0, by: -2.0) {
            series = 1 / denominator - z * series
        }
        return 4 * q * series
    }
}
