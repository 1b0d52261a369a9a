import SketchInference

/// The losses of some drawings, as the paper counts them (divided by B N).
public struct Losses: Hashable, Sendable {
    /// Ls (Ha & Eck 2017, equation 9).
    public var offset: Double
    /// Lp (equation 10), with the padding up to N counted.
    public var pen: Double
    /// Lp without the rows after a drawing's end.
    public var maskedPen: Double
    /// L_KL (equation 11), without the floor.
    public var kl: Double

    /// L_R as minimised: offset and pen loss, padding counted.
    public var reconstruction: Double { offset + pen }
    /// L_R without the rows after a drawing's end.
    public var maskedReconstruction: Double { offset + maskedPen }

    public init(offset: Double, pen: Double, maskedPen: Double, kl: Double) {
        (self.offset, self.pen, self.maskedPen, self.kl) = (offset, pen, maskedPen, kl)
    }

    /// The losses of no drawings.
    public static let zero = Losses(offset: 0, pen: 0, maskedPen: 0, kl: 0)

    /// Whether every loss is finite and in the range that a model file can state.
    package var isUsable: Bool {
        [offset, pen, maskedPen, reconstruction].allSatisfy(MetadataNumber.reconstructionLoss.accepts)
            && MetadataNumber.klLoss.accepts(kl)
    }

    /// The mean over two sets of drawings.
    /// - Parameters:
    ///   - other: the losses of the second set.
    ///   - share: the second set's share of all drawings, 0 to 1.
    public func mean(with other: Losses, share: Double) -> Losses {
        func mean(_ value: KeyPath<Losses, Double>) -> Double {
            self[keyPath: value] * (1 - share) + other[keyPath: value] * share
        }
        return Losses(
            offset: mean(\.offset), pen: mean(\.pen), maskedPen: mean(\.maskedPen), kl: mean(\.kl))
    }
}
