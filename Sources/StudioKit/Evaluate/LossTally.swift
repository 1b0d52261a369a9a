import SketchTraining

/// The mean losses of some drawings, all or those of one class, and the number of their rows.
public struct LossTally: Sendable {
    /// Drawings that were evaluated.
    public private(set) var sketches = 0
    /// The sum of their lengths.
    public private(set) var rows = 0
    /// As the paper counts them, divided by drawings x N.
    public private(set) var losses = Losses.zero

    /// Adds the mean losses of `count` further drawings with `rows` rows in all.
    mutating func add(_ part: Losses, count: Int, rows: Int) {
        sketches += count
        self.rows += rows
        losses = losses.mean(with: part, share: Double(count) / Double(sketches))
    }

    /// The mean losses of one row of the drawings themselves: without padding and independent of N.
    ///
    /// - Parameter maxLength: N.
    func perRow(maxLength: Int) -> (offset: Double, pen: Double) {
        guard rows > 0 else { return (0, 0) }
        let factor = Double(maxLength) * Double(sketches) / Double(rows)
        return (losses.offset * factor, losses.maskedPen * factor)
    }
}
