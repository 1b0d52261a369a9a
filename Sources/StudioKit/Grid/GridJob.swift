import LatentOps
import SketchCore
import SketchFormats
import SketchInference
import SketchRendering
import SketchSupport

/// Interpolates between four drawings and writes a square sheet (Ha & Eck, section 4.3).
public struct GridJob: CandidateJob, DataJob {
    /// Paths of four drawings: top left, top right, bottom left, bottom right.
    public var drawings: [String] = []
    /// Drawings per side.
    public var size = 6
    public var path = LatentPath.slerp
    /// A built-in model's name or a weight file; nil for the standard model.
    public var model: String?
    public var reading = ReadOptions()
    public var sampling = SamplingSettings()
    public var candidates = CandidateSettings()
    public var style = SheetStyle()
    public var threads = Threads.automatic
    /// Nil writes `grid.png`.
    public var output: String?
    /// Nil writes no file of latents.
    public var latentsPath: String?
    public var outputOptions = OutputOptions()

    public init() {}

    static let defaults = CandidateSettings.Defaults(.interpolation, pull: PathPull.standardWeight)

    public func validate() throws {
        try candidates.validate()
        try checkData()
        guard drawings.count == 4 else {
            throw UsageError("\(drawings.count) drawings were given; a grid needs four.")
        }
    }

    /// - Throws: `FormatError`, `InferenceError`, `RenderingError`, `StudioError`.
    public func perform(_ reporter: Reporter) throws -> SheetResult {
        let file = try pictureFile(default: "grid.png")
        let session = try ModelSession(model, threads: threads, reporter: reporter)
        let reading = reading.fitted(to: [session.model])
        let inputs = try drawings.map { try Drawing.one($0, reading, reporter: reporter) }
        func sheet(_ sketches: [Sketch]) throws -> CornerGridSheet {
            CornerGridSheet(
                inputs: inputs.map(session.shown), sketches: sketches, positions: try LatentPath.positions(steps: size),
                style: style.sampled(sampling))
        }
        if !file.isData { try sheet(.placeholders(size * size)).checkSize(for: file) }
        let data = try dataWriter(file, session)
        let corners = try session.encode(inputs).map(\.mean)
        let grid = try LatentGrid(
            corners: (corners[0], corners[1], corners[2], corners[3]), size: size, path: path)
        var job = self
        job.sampling = sampling.resolved()
        job.candidates = try candidates.resolved(Self.defaults, session)
        let weights = grid.positions.flatMap { v in
            grid.positions.map { u in PathPull.weight(job.candidates.pull ?? 0, atU: u, v: v) }
        }
        var references = [Stroke3?](repeating: nil, count: size * size)
        for (place, input) in zip([0, size - 1, size * (size - 1), size * size - 1], inputs) {
            references[place] = try session.strokes(of: input)
        }
        // One draw index for all: neighbours differ only in their latents.
        let latents = try session.pulled(grid.points, by: weights)
        let decoded = try session.decode(
            latents.map {
                DecodeRequest(latent: $0, sampling: sampling.sampling(), seed: sampling.seed)
            }, choosing: job.candidates.choice, likeTo: references)
        let name = inputs.map(\.sketch.name).joined(separator: "-")
        try data.append(
            decoded.indices.map { index in
                let (u, v) = (grid.positions[index % size], grid.positions[index / size])
                return DecodedRecord(
                    sketch: decoded[index].sketch(named: name), latent: latents[index],
                    source: "grid of \(drawings.joined(separator: ", ")), u = \(PlainNumber.text(u, decimals: 4)), "
                        + "v = \(PlainNumber.text(v, decimals: 4))")
            })
        try data.finish()
        let result = SheetResult(output: file.path, model: session.loaded.name, sketches: decoded.count)
        if file.isData { return result }
        let recipe = job.recipe(
            models: [session.loaded.source], latentBanks: job.candidates.bankSources([session]), seed: sampling.seed,
            inputs: zip(drawings, inputs).map { $1.source(as: $0) })
        try sheet(decoded.map(\.sketch)).write(to: file, recipe: recipe, reporter)
        return result
    }
}
