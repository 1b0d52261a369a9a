import SketchCore
import SketchFormats
import SketchInference
import SketchRendering
import SketchSupport

/// Samples drawings from the prior or from a decoder-only model, and writes a sheet or Quick, Draw! records (Ha & Eck,
/// section 3.3, figure 3).
public struct SampleJob: CandidateJob, DataJob, AnimatedJob {
    /// The direction in which the temperature varies.
    public enum Axis: String, CaseIterable, Sendable {
        case columns
        case rows
    }

    /// Drawings per temperature.
    public var count = 10
    /// Nil for the bank where the model has one, otherwise N(0, I).
    public var prior: Prior?
    /// The classes to draw, of the model's bank; nil for all.
    public var classes: [String]?
    public var axis = Axis.columns
    public var temperatures = TemperatureList(0.4)
    /// Nil for the model's standard convention.
    public var convention: TemperatureConvention?
    public var seed: UInt64 = 1
    public var candidates = CandidateSettings()
    /// A built-in model's name or a weight file; nil for the standard model.
    public var model: String?
    public var style = SheetStyle()
    public var animation = AnimationSettings()
    public var threads = Threads.automatic
    /// The part of the drawings to make; nil for all.
    public var shard: Shard?
    /// A picture, or `.ndjson` for records; nil writes `sample.png`.
    public var output: String?
    /// Nil writes no file of latents.
    public var latentsPath: String?
    public var outputOptions = OutputOptions()
    /// Whether a recipe of an earlier version is run, which recorded the prior N(0, I) for decoder-only models too.
    var isRepeated = false

    public init() {}

    private var values: [Double] { temperatures.values }

    public var outputExtensions: [String]? { Self.extensions }

    public var makesPicture: Bool { latentsPath == nil && animation.frames == nil }

    static let defaults = CandidateSettings.Defaults(.sampling)

    public func validate() throws {
        try candidates.validate()
        try checkData()
        try checkShard(shard, format: (outputFile ?? OutputFile(path: "sample.png")).fileExtension)
        if candidates.isPlain, let prior, prior != .standard {
            throw UsageError("--plain samples the prior N(0, I): omit it or --prior.")
        }
        if classes != nil, candidates.isPlain || (prior ?? .bank) != .bank {
            throw UsageError("--class selects latents of the model's bank: use it with --prior bank.")
        }
    }

    private func prior(of session: ModelSession) throws -> Prior {
        guard session.isConditional else {
            if classes != nil { throw StudioError.noLatents(session.loaded.name, option: "--class") }
            if let prior, !isRepeated || prior != .standard {
                throw StudioError.noLatents(session.loaded.name, option: "--prior \(prior.rawValue)")
            }
            return .standard
        }
        if let prior { return prior }
        if candidates.isPlain { return .standard }
        if classes != nil, session.model.latentBank == nil { throw StudioError.noLatentBank(session.loaded.name) }
        return session.model.latentBank == nil ? .standard : .bank
    }

    /// - Throws: `InferenceError`, `RenderingError`, `StudioError`.
    public func perform(_ reporter: Reporter) throws -> SampleResult {
        let file = try pictureFile(default: "sample.png")
        let session = try ModelSession(model, threads: threads, reporter: reporter)
        var job = self
        let convention = convention ?? .standard(isConditional: session.isConditional)
        job.convention = convention
        let prior = try prior(of: session)
        job.prior = session.isConditional || isRepeated ? prior : nil
        job.candidates = try candidates.resolved(Self.defaults, session)
        let isAnimated = try isAnimated(file)
        job.animation.animates = isAnimated
        if isAnimated {
            try checkWalk(session)
            try check(emptyWalk, for: file)
        } else if !file.isData {
            try sheet(.placeholders(count * values.count)).checkSize(for: file)
        }
        let data = try dataWriter(file, session)
        var sketches: [Sketch] = []
        var tallies = values.map { SampleTally(temperature: $0) }
        let request = try request(session, convention, prior)
        let words = try classes.map { try session.words(of: $0, seed: seed) }
        let numbers = try shard?.range(of: count * values.count) ?? 0..<count * values.count
        var done = 0
        func shardRequest(_ index: Int) throws -> DecodeRequest { try request(numbers.lowerBound + index) }
        let source = session.isConditional ? "sample of the prior \(prior.rawValue), seed \(seed)" : ""
        try session.decodeBatches(of: numbers.count, choosing: job.candidates.choice, request: shardRequest) { drawings in
            var records: [DecodedRecord] = []
            for drawing in drawings {
                let number = numbers.lowerBound + done
                tallies[number % values.count].add(drawing)
                let latent = latentsPath == nil ? nil : try request(number).latent
                let word = words?(UInt64(number / values.count)) ?? session.model.name
                records.append(
                    DecodedRecord(
                        sketch: drawing.sketch(named: word), latent: latent,
                        source: source + ", number \(number / values.count)"))
                done += 1
            }
            try data.append(records)
            if !isAnimated, !file.isData { sketches += records.map(\.sketch) }
        }
        try data.finish()
        let recipe = job.recipe(
            models: [session.loaded.source], latentBanks: prior == .bank ? session.loaded.bankSources : [], seed: seed)
        var path = file.path
        if isAnimated {
            let requests = try walkRequests(session, prior: prior, sample: request)
            let drawings = try session.decode(paths: [requests], choosing: job.candidates.choice, ends: []).joined()
            path = try write(walk(drawings.map(\.sketch)), to: file, recipe: recipe, reporter)
        } else if !file.isData {
            try sheet(sketches).write(to: file, recipe: recipe, reporter)
        }
        return SampleResult(
            output: path, model: session.loaded.name, sketches: done, prior: prior,
            temperatures: tallies.map(SampleResult.Temperature.init))
    }

    /// The requests by number. Drawing `i` at temperature `t` is number `i * values.count + t` and has draw index `i`: drawings
    /// that differ only in temperature share latent and noise.
    private func request(
        _ session: ModelSession, _ convention: TemperatureConvention, _ prior: Prior
    ) throws -> (Int) throws -> DecodeRequest {
        let latent = try session.latents(from: prior, classes: classes, seed: seed)
        return { index in
            let drawIndex = UInt64(index / values.count)
            return DecodeRequest(
                latent: try latent(drawIndex),
                sampling: Sampling(temperature: values[index % values.count], convention: convention), seed: seed,
                drawIndex: drawIndex)
        }
    }

    private func sheet(_ sketches: [Sketch]) -> any PictureSource {
        let colours = Palette.temperatures(values)
        guard values.count > 1 else {
            // The names state which of several classes each drawing is meant to be.
            let labels: [String]? = (classes?.count ?? 0) > 1 ? nil : []
            return SketchSheet(sketches, colours: colours, labels: labels, style: style)
        }
        let labels = temperatures.labels
        func cell(_ drawing: Int, _ temperature: Int) -> SheetCell {
            SheetCell(
                sketch: sketches[drawing * values.count + temperature], colour: colours[temperature],
                temperature: values[temperature], name: "drawing \(drawing + 1), \(temperatures.titles[temperature])")
        }
        switch axis {
        case .columns:
            return Sheet(
                rows: (0..<count).map { drawing in Sheet.Row(values.indices.map { cell(drawing, $0) }) },
                columnLabels: labels, style: style)
        case .rows:
            return Sheet(
                rows: values.indices.map { temperature in
                    Sheet.Row((0..<count).map { cell($0, temperature) }, label: labels[temperature])
                }, style: style)
        }
    }
}
