/// Losses of some drawings, as sums over their rows (before the division by B N).
package struct LossSums: Sendable {
    /// Ls; rows after the end of a drawing do not count.
    package var offset = 0.0
    /// Lp over all N rows, padding counted, as the original does in training.
    package var pen = 0.0
    /// Lp without the rows after the end, as the original does in evaluation.
    package var maskedPen = 0.0

    package init(offset: Double = 0, pen: Double = 0, maskedPen: Double = 0) {
        (self.offset, self.pen, self.maskedPen) = (offset, pen, maskedPen)
    }

    package static func + (a: LossSums, b: LossSums) -> LossSums {
        LossSums(offset: a.offset + b.offset, pen: a.pen + b.pen, maskedPen: a.maskedPen + b.maskedPen)
    }
}
