import SketchCore
import SketchInference

/// The drawings of a measurement, in the random order that the seed gives; its sheets show them.
public struct QualityDrawings: Sendable {
    /// A path between two inputs, given by their indices in `inputs`.
    public struct Interpolation: Sendable {
        public var from: Int
        public var to: Int
        public var steps: [DecodedSketch]
    }

    /// C + (B - A), with the operands' indices in `inputs`.
    public struct Analogy: Sendable {
        public var a: Int
        public var b: Int
        public var c: Int
        public var result: DecodedSketch
    }

    /// The drawings of one procedure.
    public struct Results: Sendable {
        /// By temperature, then by input.
        public var reconstructions: [[DecodedSketch]] = []
        /// By temperature, then by draw index.
        public var samples: [[DecodedSketch]] = []
        public var interpolations: [Interpolation] = []
        public var analogies: [Analogy] = []
        /// Samples of each class, in the order of `QualityReport.Results.sampledClasses`.
        public var sampledClasses: [(name: String, samples: [DecodedSketch])] = []
    }

    /// The measured drawings.
    public var inputs: [QualityInput]
    public var plain = Results()
    public var chosen: Results?

    public init(inputs: [QualityInput]) { self.inputs = inputs }

    /// The indices of `inputs` in ascending order of the distance (`DrawingRaster`) to their reconstructions.
    public func indicesBySimilarity(of reconstructions: [DecodedSketch]) -> [Int] {
        let distances = zip(inputs, reconstructions).map { input, drawn in
            DrawingRaster(input.strokes).distance(to: DrawingRaster(drawn.stroke5.stroke3))
        }
        return distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
    }
}
