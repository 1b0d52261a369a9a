extension Losses {
    /// Of no drawings yet.
    public static let zero = Losses(offset: 0, pen: 0, maskedPen: 0, kl: 0)

    /// The mean over two sets of drawings, where `share` of them all, 0 to 1, have the losses `other`.
    public func mean(with other: Losses, share: Double) -> Losses {
        func mean(_ value: KeyPath<Losses, Double>) -> Double {
            self[keyPath: value] * (1 - share) + other[keyPath: value] * share
        }
        return Losses(
            offset: mean(\.offset), pen: mean(\.pen), maskedPen: mean(\.maskedPen), kl: mean(\.kl))
    }
}
