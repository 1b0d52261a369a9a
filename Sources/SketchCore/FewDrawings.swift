import SketchSupport

/// Chooses further validation drawings for a small data set. Of 30 drawings, the fixed split often holds out none.
///
/// A tenth of the training and validation drawings is held out, rounded up, but at most ten. From about 250 drawings on, the fixed
/// split holds out that many itself, so larger data sets do not change. The training drawings that move have the next hashes after
/// those of the validation split, so the choice does not depend on the order of the files; test drawings stay test drawings.
package struct FewDrawings {
    private var drawings: [(hash: UInt64, index: Int, name: String, key: String)] = []
    /// Larger data sets are left as they are.
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
