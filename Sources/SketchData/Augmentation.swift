/// The two distortions that the original applies to every training drawing, each time anew
/// (Ha & Eck 2017, section 4: "stroke augmentation"; the exact rule is the published program's).
public struct Augmentation: Hashable, Sendable {
    /// Offsets in x and in y are multiplied by a factor from 1 - scale to 1 + scale each.
    public var scale: Float
    /// The probability that a point inside a stroke is absorbed into the last kept one.
    public var dropping: Float

    public init(scale: Float = 0.15, dropping: Float = 0.10) {
        self.scale = scale
        self.dropping = dropping
    }

    /// - Parameter uniform: draws from [0, 1), taken in this order: two for the scale, always; then, if
    ///   points may be dropped, one for every point, needed or not.
    public func apply(to drawing: Stroke3, uniform: () -> Double) -> Stroke3 {
        let scaleX = Float((uniform() - 0.5) * 2 * Double(scale) + 1)
        let scaleY = Float((uniform() - 0.5) * 2 * Double(scale) + 1)
        let scaled = drawing.rows.map {
            Stroke3.Row(dx: $0.dx * scaleX, dy: $0.dy * scaleY, isLifted: $0.isLifted)
        }
        guard dropping > 0 else { return Stroke3(rows: scaled) }
        return Stroke3(rows: dropPoints(scaled, uniform: uniform))
    }

    /// The first three points and the last one of a stroke always stay; `run` counts on across drops.
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
