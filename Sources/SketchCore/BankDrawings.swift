import SketchSupport

/// Selects the drawings whose latents go into a model's bank: of each class those whose keys have the smallest hashes. The
/// selection depends neither on the order nor on the choice of files.
public struct BankDrawings: Sendable {
    /// The largest number of drawings of a class that a bank uses.
    public static let classLimit = 512

    /// The largest number of drawings of a class.
    public let perClass: Int
    /// By class, ascending by hash.
    private var selected: [String: [(hash: UInt64, drawing: Stroke3)]] = [:]

    public init(perClass: Int = classLimit) { self.perClass = perClass }

    /// Adds a drawing to those that are selected from; a drawing that was given before is ignored.
    ///
    /// - Parameter key: the drawing's key (`SketchRecord.key`).
    public mutating func add(_ drawing: Stroke3, name: String, key: String) {
        let hash = FNV1a.hash(key)
        var own = selected[name] ?? []
        if own.count == perClass, let last = own.last, last.hash <= hash { return }
        let place = own.firstIndex { $0.hash >= hash } ?? own.count
        if place < own.count, own[place].hash == hash { return }
        own.insert((hash, drawing), at: place)
        if own.count > perClass { own.removeLast() }
        selected[name] = own
    }

    /// Removes a drawing that was added, if it is selected.
    package mutating func remove(name: String, key: String) {
        let hash = FNV1a.hash(key)
        selected[name]?.removeAll { $0.hash == hash }
        if selected[name]?.isEmpty == true { selected[name] = nil }
    }

    /// The selected drawings of a class, as they were added, ascending by the hash of their keys.
    public func drawings(named name: String) -> [Stroke3] { selected[name]?.map(\.drawing) ?? [] }

    /// The same selection with every drawing changed, as from pixels to model units.
    func map(_ change: (Stroke3) -> Stroke3) -> BankDrawings {
        var copy = self
        copy.selected = selected.mapValues { $0.map { ($0.hash, change($0.drawing)) } }
        return copy
    }

    /// The names of the classes that have drawings, sorted.
    public var names: [String] { selected.keys.sorted() }
}
