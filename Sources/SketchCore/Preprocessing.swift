/// How raw drawings are simplified to resemble a model's training drawings. The JSON keys are those of a model file's
/// metadata.
public struct Preprocessing: Codable, Hashable, Sendable {
    /// The larger side of a drawing, in pixels.
    public var canvas = 255.0
    /// The tolerance of the Ramer-Douglas-Peucker algorithm, in pixels.
    public var epsilon = 2.0

    /// The simplification of the Quick, Draw! data set.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case canvas
        case epsilon = "rdp_epsilon"
    }

    /// Whether both numbers are in their valid ranges.
    public var isUsable: Bool { (1...100_000).contains(canvas) && (0...canvas).contains(epsilon) }
}
