import SketchSupport

/// A number in the metadata of model files and checkpoints: its key and the range that readers accept.
///
/// Metadata is untrusted. A number outside its range would overflow later, in conversions to integers or in the coordinates
/// and losses that are computed from it.
package struct MetadataNumber: Sendable {
    /// The key in metadata, and the name in messages.
    package let name: String
    package let range: ClosedRange<Double>

    private init(_ name: String, _ range: ClosedRange<Double>) { (self.name, self.range) = (name, range) }

    /// Counts stay exact in `Double`.
    private static let counts = 0.0...1e15
    private static let losses = -1e15...1e15

    /// Pixels per model unit.
    package static let scaleFactor = MetadataNumber("scale_factor", 1e-6...1e6)
    package static let step = MetadataNumber("step", counts)
    package static let bestStep = MetadataNumber("best_step", counts)
    package static let bestCost = MetadataNumber("best_cost", losses)
    package static let trainingDrawings = MetadataNumber("trainingDrawings", counts)
    package static let reconstructionLoss = MetadataNumber("reconstructionLoss", losses)
    package static let klLoss = MetadataNumber("klLoss", losses)
    package static let typicalLossP99 = MetadataNumber("familiarLoss", losses)
    package static let klWeight = MetadataNumber("kl_weight", 0...1e9)
    /// Every number of a training log except its steps; they may be absent.
    package static let logged = MetadataNumber("a logged number", losses)

    /// Whether the number is in the range; NaN is not.
    package func accepts(_ value: Double) -> Bool { range.contains(value) }

    /// The number that a text states; nil for other text and for a number outside the range.
    package func number(_ text: String) -> Double? { Double(text).flatMap { accepts($0) ? $0 : nil } }

    /// The whole number that a text states; nil for other text and for a number outside the range.
    package func count(_ text: String) -> Int? { Int(text).flatMap { accepts(Double($0)) ? $0 : nil } }

    /// What is wrong with a value, as a clause: "its scale_factor is '1e308', not a number from 1e-06 to 1000000".
    package func fault(_ text: String) -> String {
        let bounds = [range.lowerBound, range.upperBound].map { JSONValue.double($0).text }
        return "its \(name) is '\(text)', not a number from \(bounds[0]) to \(bounds[1])"
    }
}
