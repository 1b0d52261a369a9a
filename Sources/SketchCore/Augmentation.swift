import Glibc

/// The random distortions of a training drawing, drawn anew each time: the two of the original program (scaling, and
/// stroke augmentation as in Ha & Eck 2017, section 4), and three optional linear maps of the whole drawing.
public struct Augmentation: Hashable, Sendable {
    /// Offsets in x and in y are each multiplied by a factor from 1 - scale to 1 + scale.
    public var scale: Float
    /// The probability that a point inside a stroke is merged into the last kept one.
    public var dropping: Float
    /// Whether each drawing is mirrored left to right with probability 1/2.
    public var mirrors = false
    /// The maximum rotation in degrees, in either direction.
    public var rotation: Float = 0
    /// The maximum shear in either direction: x moves by this fraction of y.
    public var shear: Float = 0

    /// Creates the distortions of the original program; the optional ones are off.
    public init(scale: Float = 0.15, dropping: Float = 0.10) {
        self.scale = scale
        self.dropping = dropping
    }

    /// Returns the distorted drawing.
    /// - Parameter uniform: returns random numbers from [0, 1). It is called twice for the scale; then, if mirroring,
    ///   rotation or shear is on, once for each of the three; then, if points may be dropped, once per point.
    public func apply(to drawing: Stroke3, uniform: () -> Double) -> Stroke3 {
        let scaleX = Float((uniform() - 0.5) * 2 * Double(scale) + 1)
        let scaleY = Float((uniform() - 0.5) * 2 * Double(scale) + 1)
        var rows = drawing.rows.map {
            Stroke3.Row(dx: $0.dx * scaleX, dy: $0.dy * scaleY, isLifted: $0.isLifted)
        }
        if mirrors || rotation > 0 || shear > 0 { distort(&rows, uniform: uniform) }
        guard dropping > 0 else { return Stroke3(rows: rows) }
        return Stroke3(rows: dropPoints(rows, uniform: uniform))
    }

    /// Mirrors, then shears, then rotates.
    private func distort(_ rows: inout [Stroke3.Row], uniform: () -> Double) {
        let isMirrored = uniform() < 0.5 && mirrors
        let angle = (uniform() - 0.5) * 2 * Double(rotation) * .pi / 180
        let slant = Float((uniform() - 0.5) * 2 * Double(shear))
        let (sine, cosine) = (Float(sin(angle)), Float(cos(angle)))
        for index in rows.indices {
            let dy = rows[index].dy
            let dx = (isMirrored ? -rows[index].dx : rows[index].dx) + slant * dy
            rows[index].dx = cosine * dx - sine * dy
            rows[index].dy = sine * dx + cosine * dy
        }
    }

    /// Keeps the first three points and the last one of each stroke; `run` also counts dropped points.
    private func dropPoints(_ rows: [Stroke3.Row], uniform: () -> Double) -> [Stroke3.Row] {
        var kept: [Stroke3.Row] = []
        kept.reserveCapacity(rows.count)
        var run = 0
        for row in rows {
            let draw = uniform()
            let wasLifted = kept.last?.isLifted ?? true
            run = row.isLifted || wasLifted ? 0 : run + 1
            if !row.isLifted, !wasLifted, run > 2, draw < Double(dropping) {
                kept[kept.count - 1].dx += row.dx
                kept[kept.count - 1].dy += row.dy
            } else {
                kept.append(row)
            }
        }
        return kept
    }
}
