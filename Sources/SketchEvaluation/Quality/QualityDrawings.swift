import SketchInference

/// The drawings that a measurement was made of, in model units: what its sheets show. Everything stands in the order
/// that the seed gave it; nothing is chosen by its looks, except where a name says so.
public struct QualityDrawings: Sendable {
    /// A way from one input to another, by their places in `inputs`.
    public struct Way: Sendable {
        public var from: Int
        public var to: Int
        public var steps: [DecodedSketch]
    }

    /// C + (B - A), by the operands' places in `inputs`.
    public struct Analogy: Sendable {
        public var a: Int
        public var b: Int
        public var c: Int
        public var result: DecodedSketch
    }

    public var inputs: [QualityInput]
    /// By temperature, then by input; by temperature, then by cell.
    public var reconstructions: [[DecodedSketch]] = []
    public var samples: [[DecodedSketch]] = []
    public var ways: [Way] = []
    public var analogies: [Analogy] = []

    /// The inputs' places by the distance (`DrawingRaster`) of their reconstructions at the first temperature, the
    /// nearest first.
    public var placesByLikeness: [Int] {
        guard let first = reconstructions.first else { return [] }
        let distances = zip(inputs, first).map { input, drawn in
            DrawingRaster(input.strokes).distance(to: DrawingRaster(drawn.stroke5.stroke3))
        }
        return distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
    }
}
