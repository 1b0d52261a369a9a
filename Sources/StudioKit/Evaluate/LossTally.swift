import SketchTraining

/// The mean losses of some drawings, all or those of one class, and the number of their rows.
public struct LossTally: Sendable {
    /// Drawings that were evaluated.
    public private(set) var sketches = 0
    /// The sum of their lengths.
    public private(set) var rows = 0
    /// As the paper counts them, divided by drawings x N.
    public private(set) var losses = Losses.zero

    mutating func add(_ drawing: DrawingLosses.Measured) {
        sketches += 1
        rows += drawing.rows
        losses = losses.mean(with: drawing.losses, share: 1 / Double(sketches))
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
