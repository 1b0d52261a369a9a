import SketchSupport

/// The training drawings of a small data set, from which more are held out for validation than the fixed split does: of 30
/// drawings it often holds out none.
///
/// A tenth of the training and validation drawings is held out, rounded up, and at most ten. The fixed split holds out as
/// many of about 250 drawings, so larger data sets do not change. The training drawings that move have the next hashes after
/// those of the validation split, so the choice does not depend on the order of the files; test drawings stay test drawings.
package struct FewDrawings {
    private var drawings: [(hash: UInt64, index: Int, name: String, key: String)] = []
    /// The number of training drawings of which more would be held out.
    private static let limit = 1_000

    package init() {}

    /// Adds a drawing of the training split whose file does not state a split.
    ///
    /// - Parameter index: its index among all training drawings.
    package mutating func add(index: Int, name: String, key: String) {
        guard index < Self.limit else { return }
        drawings.append((FNV1a.hash(key), index, name, key))
    }

    /// The drawings to be moved to validation; copies of a drawing move together.
    ///
    /// - Parameters:
    ///   - training: the number of drawings in the training split.
    ///   - validation: the number of drawings in the validation split.
    package func heldOut(training: Int, validation: Int) -> [(index: Int, name: String, key: String)] {
        let wanted = min(10, (training + validation + 9) / 10) - validation
        guard wanted > 0, training <= Self.limit else { return [] }
        let order = drawings.sorted { ($0.hash % 100, $0.hash, $0.index) < ($1.hash % 100, $1.hash, $1.index) }
        guard let last = order.dropFirst(wanted - 1).first?.hash else { return [] }
        let moved = order.prefix { $0.hash % 100 < last % 100 || $0.hash % 100 == last % 100 && $0.hash <= last }
        return moved.count < training ? moved.map { ($0.index, $0.name, $0.key) } : []
    }
}
