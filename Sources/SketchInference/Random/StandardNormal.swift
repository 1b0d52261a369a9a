import SketchSupport

/// Normal draws from uniform ones with `PortableMath`, so that equal uniforms give equal normals on every system.
package enum StandardNormal {
    /// Box-Muller: two independent N(0, 1) draws from two uniforms in [0, 1). The first is used as 1 - u, which is in
    /// (0, 1], so the logarithm is always finite.
    package static func pair(_ u: Double, _ v: Double) -> (Double, Double) {
        let radius = (-2 * PortableMath.log(1 - u)).squareRoot()
        let turn = PortableMath.sineCosine(turns: v)
        return (radius * turn.cosine, radius * turn.sine)
    }
}
