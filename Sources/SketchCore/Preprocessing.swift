/// How free-hand drawings are made like those that a model was trained on; JSON keys are those of a model
/// file's metadata.
public struct Preprocessing: Codable, Hashable, Sendable {
    /// The larger side of a drawing, in pixels.
    public var canvas = 255.0
    /// How far the thinned line may lie from the drawn one, in pixels (Ramer-Douglas-Peucker).
    public var epsilon = 2.0

    /// As Quick, Draw! prepares its simplified drawings.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case canvas
        case epsilon = "rdp_epsilon"
    }

    /// Whether both numbers can be worked with.
    public var isUsable: Bool { (1...100_000).contains(canvas) && (0...canvas).contains(epsilon) }
}
