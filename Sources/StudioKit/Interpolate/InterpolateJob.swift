import LatentOps
import SketchCore
import SketchFormats
import SketchInference
import SketchRendering
import SketchSupport

/// Interpolates between drawings in latent space and writes the steps as a sheet (Ha & Eck, section 4.3, figure 7).
public struct InterpolateJob: CandidateJob, DataJob, AnimatedJob {
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
    public var candidates = CandidateSettings()
    public var style = SheetStyle()
    public var animation = AnimationSettings()
    public var threads = Threads.automatic
    /// Nil writes `A-B.png`.
    public var output: String?
    /// Nil writes no file of latents.
    public var latentsPath: String?
    public var outputOptions = OutputOptions()

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

    public var outputExtensions: [String]? { Self.extensions }

    public var makesPicture: Bool { latentsPath == nil && animation.frames == nil }

    static let defaults = CandidateSettings.Defaults(.interpolation, pull: PathPull.standardWeight)

    public func validate() throws {
        try candidates.validate()
        try checkData()
        if latentsPath != nil, models.count > 1 {
            throw UsageError("--latents writes the latents of one model: give one --model.")
        }
        guard drawings.count >= 2 else {
            throw UsageError("One drawing was given; interpolation needs at least two.")
        }
    }

    /// - Throws: `FormatError`, `InferenceError`, `RenderingError`, `StudioError`.
    public func perform(_ reporter: Reporter) throws -> Result {
        let file = try pictureFile(
            default: OutputFile.stem(of: drawings[0]) + "-" + OutputFile.stem(of: drawings[drawings.count - 1]) + ".png")
        let names: [String?] = models.isEmpty ? [nil] : models
        let sessions = try names.map { try ModelSession($0, threads: threads, reporter: reporter) }
        let reading = reading.fitted(to: sessions.map(\.model))
        let inputs = try drawings.map { try Drawing.one($0, reading, reporter: reporter) }
        let isAnimated = try isAnimated(file)
        if isAnimated { try checkAnimatedRows() }
        let data = try dataWriter(file, sessions[0])
        let shown = inputs.map(sessions[0].shown)
        var job = self
        job.animation.animates = isAnimated
        job.sampling = sampling.resolved()
        job.candidates = try candidates.resolved(Self.defaults, sessions)
        func sheet(_ rows: [InterpolationSheet.Row]) -> InterpolationSheet {
            InterpolationSheet(
                start: shown[0], end: shown[shown.count - 1], rows: rows, style: style.sampled(sampling))
        }
        let positions = try LatentPath.positions(steps: steps)
        let placeholders = Array(repeating: [Sketch].placeholders(steps), count: rows * (inputs.count - 1))
        if isAnimated {
            try check(animation(of: placeholders, at: positions, inputs: shown), for: file)
        } else if !file.isData {
            try sheet(sessions.flatMap { sheetRows(placeholders, at: positions, $0, shown) }).checkSize(for: file)
        }
        let decoded = try sessions.map { try decode(inputs, at: positions, $0, job.candidates) }
        for path in decoded.joined() { try data.append(path) }
        try data.finish()
        var result = Result(output: file.path, steps: steps, rows: decoded.reduce(0) { $0 + $1.count })
        if file.isData { return result }
        let recipe = job.recipe(
            models: sessions.map(\.loaded.source), latentBanks: job.candidates.bankSources(sessions), seed: sampling.seed,
            inputs: zip(drawings, inputs).map { $1.source(as: $0) })
        if isAnimated {
            let paths = decoded[0].map { $0.map(\.sketch) }
            result.output = try write(
                animation(of: paths, at: positions, inputs: shown), to: file, recipe: recipe, reporter)
            return result
        }
        let all = zip(sessions, decoded).flatMap { session, paths in
            sheetRows(paths.map { $0.map(\.sketch) }, at: positions, session, shown)
        }
        try sheet(all).write(to: file, recipe: recipe, reporter)
        return result
    }

    /// The drawings of one model, by row. All drawings of a row have the same draw index, so neighbours differ only in
    /// their latents, and neither more steps nor more rows change a drawing.
    private func decode(
        _ inputs: [Drawing], at positions: [Double], _ session: ModelSession, _ settings: CandidateSettings
    ) throws -> [[DecodedRecord]] {
        let latents = try session.encode(inputs).map(\.mean)
        let weights = positions.map { PathPull.weight(settings.pull ?? 0, at: $0) }
        let pairs = try zip(latents, latents.dropFirst()).map {
            try session.pulled(path.points(from: $0, to: $1, steps: steps), by: weights)
        }
        let strokes = try inputs.map { try session.strokes(of: $0) }
        let ends = zip(strokes, strokes.dropFirst()).map { (first: $0, last: $1) }
        let sketches = try session.decode(
            paths: (0..<rows).flatMap { row in
                pairs.map { points in
                    points.map {
                        DecodeRequest(
                            latent: $0, sampling: sampling.sampling(), seed: sampling.seed, drawIndex: UInt64(row))
                    }
                }
            }, choosing: settings.choice, ends: (0..<rows).flatMap { _ in steps > 1 ? ends : [] })
        return sketches.enumerated().map { index, sketches in
            let pair = index % pairs.count
            let name = inputs[pair].sketch.name + "-" + inputs[pair + 1].sketch.name
            let source = drawings[pair] + " to " + drawings[pair + 1]
            return sketches.indices.map { step in
                DecodedRecord(
                    sketch: sketches[step].sketch(named: name), latent: pairs[pair][step],
                    source: source + ", t = " + PlainNumber.text(positions[step], decimals: 4))
            }
        }
    }

    /// The sheet's rows for the drawings of one model: the pairs of the first row, then those of the next.
    private func sheetRows(
        _ drawings: [[Sketch]], at positions: [Double], _ session: ModelSession, _ inputs: [Sketch]
    ) -> [InterpolationSheet.Row] {
        let pairs = inputs.count - 1
        return drawings.enumerated().map { index, drawings in
            let pair = index % pairs
            let isChain = pairs > 1
            return InterpolationSheet.Row(
                zip(positions, drawings).map { InterpolationSheet.Step(t: $0, sketch: $1) },
                label: models.count > 1 && index == 0 ? session.loaded.labelWithWeight : "",
                start: isChain ? inputs[pair] : nil, end: isChain ? inputs[pair + 1] : nil)
        }
    }
}
