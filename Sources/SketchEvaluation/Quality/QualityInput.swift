import SketchCore
import SketchInference
import SketchSupport

/// A drawing to measure a model by.
public struct QualityInput: Hashable, Sendable {
    /// In model units.
    public let strokes: Stroke3
    /// What it shows.
    public let name: String
    /// What it is known by (`SketchRecord.key`): its chance depends on it, so that a drawing's reconstruction is the
    /// same whatever else is measured.
    public let key: String

    public init(strokes: Stroke3, name: String, key: String) {
        (self.strokes, self.name, self.key) = (strokes, name, key)
    }

    /// FNV-1a (64 bits) of the key: the drawing's cell.
    var cell: UInt64 { FNV1a.hash(key) }

    /// At most `perClass` drawings of each class, in an order that the seed and each drawing's key decide, whatever
    /// order they are given in.
    public static func chosen(from inputs: [QualityInput], perClass: Int, seed: UInt64) -> [QualityInput] {
        let placed = inputs.map { input -> (UInt64, QualityInput) in
            // A block of the cell's stream that no drawing reaches.
            var random = PhiloxSequence(seed: seed, stream: input.cell, position: .max)
            return (random.next(), input)
        }
        var taken: [String: Int] = [:]
        return placed.sorted { ($0.0, $0.1.key) < ($1.0, $1.1.key) }.map(\.1).filter { input in
            taken[input.name, default: 0] += 1
            return taken[input.name, default: 0] <= perClass
        }
    }
}
