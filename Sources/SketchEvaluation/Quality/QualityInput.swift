import SketchCore
import SketchInference
import SketchSupport

/// A drawing that a model is measured with.
public struct QualityInput: Hashable, Sendable {
    /// The rows in model units.
    public let strokes: Stroke3
    /// The drawing's class.
    public let name: String
    /// The drawing's key (`SketchRecord.key`). It determines the draw index, so that a reconstruction does not depend on what
    /// else is measured.
    public let key: String

    public init(strokes: Stroke3, name: String, key: String) {
        (self.strokes, self.name, self.key) = (strokes, name, key)
    }

    /// The FNV-1a hash (64 bits) of the key.
    var drawIndex: UInt64 { FNV1a.hash(key) }

    /// At most `perClass` drawings of each class, in an order that depends only on the seed and the drawings' keys.
    public static func chosen(from inputs: [QualityInput], perClass: Int, seed: UInt64) -> [QualityInput] {
        let placed = inputs.map { input -> (UInt64, QualityInput) in
            // A block of the random stream that no decoding reaches.
            var random = PhiloxSequence(seed: seed, stream: input.drawIndex, position: .max)
            return (random.next(), input)
        }
        var taken: [String: Int] = [:]
        return placed.sorted { ($0.0, $0.1.key) < ($1.0, $1.1.key) }.map(\.1).filter { input in
            taken[input.name, default: 0] += 1
            return taken[input.name, default: 0] <= perClass
        }
    }
}
