import LatentOps
import SketchFormats
import SketchInference
import SketchRendering
import SketchSupport

/// Interpolates between drawings in latent space and writes the steps as a sheet (Ha & Eck, section 4.3, figure 7).
public struct InterpolateJob: PictureJob {
    /// Paths of the drawings, two or more; each consecutive pair is interpolated.
    public var drawings: [String] = []
    /// Drawings per pair, both ends included; 1 gives the midpoint.
    public var steps = 10
    public var path = LatentPath.slerp
    /// Rows per model, each with its own draw index.
    public var rows = 1
    /// Names of built-in models or paths of weight files; none means the standard model.
    public var models: [String] = []
    public var reading = ReadOptions()
    public var sampling = SamplingSettings()
    public var style = SheetStyle()
    public var threads = Threads.automatic
    /// Nil writes `A-B.png`.
    public var output: String?

    public init() {}

    public struct Result: JobResult {
        /// The path of the sheet.
        public var output: String
        /// Drawings per pair.
        public var steps: Int
        /// Rows of the sheet.
        public var rows: Int

        public var lines: [String] { [output] }
        public var jsonText: String {
            JSONValue.object([("output", .string(output)), ("steps", .integer(steps)), ("rows", .integer(rows))]).text
        }
    }

    public func validate() throws {
        guard drawings.count >= 2 else {
            throw UsageError("One drawing was given; interpolation needs at least two.")
        }
    }

    /// - Throws: `FormatError`, `InferenceError`, `RenderingError`, `StudioError`.
    public func perform(_ reporter: Reporter) throws -> Result {
        let file = try pictureFile(
            default: OutputFile.stem(of: drawings[0]) + "-" + OutputFile.stem(of: drawings[drawings.count - 1]) + ".png")
        let inputs = try drawings.map { try Drawing.one($0, reading, reporter: reporter) }
        let names: [String?] = models.isEmpty ? [nil] : models
        let sessions = try names.map { try ModelSession($0, threads: threads, reporter: reporter) }
        let sheetRows = try sessions.flatMap { try rows(of: $0, inputs) }
        var job = self
        job.sampling = sampling.resolved()
        let recipe = job.recipe(
            models: sessions.map(\.loaded.source), seed: sampling.seed,
            inputs: zip(drawings, inputs).map { $1.source(as: $0) })
        try InterpolationSheet(
            start: inputs[0].sketch, end: inputs[inputs.count - 1].sketch, rows: sheetRows, style: style.sampled(sampling)
        ).write(to: file.path, recipe: recipe)
        return Result(output: file.path, steps: steps, rows: sheetRows.count)
    }

    /// The rows of one model. All drawings of a row have the same draw index, so neighbours differ only in their
    /// latents, and neither more steps nor more rows change a drawing.
    private func rows(of session: ModelSession, _ inputs: [Drawing]) throws -> [InterpolationSheet.Row] {
        let latents = try session.encode(inputs).map(\.mean)
        let pairs = zip(latents, latents.dropFirst()).map { ($0, $1) }
        let points = try pairs.flatMap { try path.points(from: $0, to: $1, steps: steps) }
        let positions = try LatentPath.positions(steps: steps)
        let decoded = try session.decode(
            (0..<rows).flatMap { row in
                points.map {
                    DecodeRequest(
                        latent: $0, sampling: sampling.sampling(), seed: sampling.seed, drawIndex: UInt64(row))
                }
            })
        return (0..<rows * pairs.count).map { index in
            let pair = index % pairs.count
            let sketches = decoded[index * steps..<(index + 1) * steps].map { $0.sketch }
            let isChain = pairs.count > 1
            return InterpolationSheet.Row(
                zip(positions, sketches).map { InterpolationSheet.Step(t: $0, sketch: $1) },
                label: models.count > 1 && index == 0 ? session.loaded.labelWithWeight : "",
                start: isChain ? inputs[pair].sketch : nil, end: isChain ? inputs[pair + 1].sketch : nil)
        }
    }
}
