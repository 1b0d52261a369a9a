import SketchCore
import SketchFormats
import SketchInference
import SketchRendering
import SketchSupport

/// Encodes drawings, decodes them at several temperatures and writes a sheet, a row per drawing (Ha & Eck, section 4.1,
/// figures 5 and 6).
public struct ReconstructJob: CandidateJob, DataJob {
    /// Files of drawings.
    public var files: [String] = []
    public var temperatures = TemperatureList(from: 0.1, to: 1)
    /// Nil for the model's standard convention.
    public var convention: TemperatureConvention?
    public var seed: UInt64 = 1
    public var candidates = CandidateSettings()
    /// A built-in model's name or a weight file; nil for the standard model.
    public var model: String?
    public var reading = ReadOptions()
    public var style = SheetStyle()
    public var threads = Threads.automatic
    /// Nil writes `NAME-reconstructed.png`, or `reconstructions.png` for several files.
    public var output: String?
    /// Nil writes no file of latents.
    public var latentsPath: String?
    public var outputOptions = OutputOptions()

    public init() {}

    public struct Result: JobResult {
        /// The path of the sheet.
        public var output: String
        /// The model's name.
        public var model: String
        /// Drawings that were encoded.
        public var sketches: Int
        public var temperatures: [Double]

        public var lines: [String] { [output] }
        public var jsonText: String {
            JSONValue.object([
                ("output", .string(output)), ("model", .string(model)), ("sketches", .integer(sketches)),
                ("temperatures", .array(temperatures.map(JSONValue.double))),
            ]).text
        }
    }

    private var values: [Double] { temperatures.values }

    static let defaults = CandidateSettings.Defaults(.reconstruction)

    public func validate() throws {
        try candidates.validate()
        try checkData()
    }

    /// - Throws: `FormatError`, `InferenceError`, `RenderingError`, `StudioError`.
    public func perform(_ reporter: Reporter) throws -> Result {
        let file = try pictureFile(
            default: (files.count == 1 ? OutputFile.stem(of: files[0]) + "-reconstructed" : "reconstructions") + ".png")
        let session = try ModelSession(model, threads: threads, reporter: reporter)
        let drawings = try Drawing.read(files, reading.fitted(to: [session.model]), reporter: reporter)
        let shown = drawings.map(session.shown)
        if !file.isData { try sheet(shown, .placeholders(drawings.count * values.count)).checkSize(for: file) }
        let data = try dataWriter(file, session)
        let latents = try session.encode(drawings)
        var job = self
        let convention = convention ?? .standard(isConditional: true)
        job.convention = convention
        job.candidates = try candidates.resolved(Self.defaults, session)
        let references = try drawings.flatMap { drawing in
            Array(repeating: try session.strokes(of: drawing), count: values.count)
        }
        // One draw index for all: a drawing's row does not depend on what else was given.
        let decoded = try session.decode(
            latents.flatMap { latent in
                values.map {
                    DecodeRequest(
                        latent: latent.mean, sampling: Sampling(temperature: $0, convention: convention), seed: seed)
                }
            }, choosing: job.candidates.choice, likeTo: references)
        try data.append(
            decoded.enumerated().map { index, drawing in
                let input = drawings[index / values.count].sketch
                return DecodedRecord(
                    sketch: drawing.sketch(named: input.name), latent: latents[index / values.count].mean, source: input.source)
            })
        try data.finish()
        let result = Result(
            output: file.path, model: session.loaded.name, sketches: drawings.count, temperatures: values)
        if file.isData { return result }
        let recipe = job.recipe(
            models: [session.loaded.source], seed: seed, inputs: drawings.map { $0.source(as: $0.sketch.source) })
        try sheet(shown, decoded.map(\.sketch)).write(to: file, recipe: recipe, reporter)
        return result
    }

    private func sheet(_ drawings: [Sketch], _ sketches: [Sketch]) -> Sheet {
        let colours = Palette.temperatures(values)
        let rows = drawings.enumerated().map { row, drawing in
            Sheet.Row(
                [SheetCell(sketch: drawing, colour: Palette.operand, name: drawing.name)]
                    + values.indices.map {
                        SheetCell(
                            sketch: sketches[row * values.count + $0], colour: colours[$0], temperature: values[$0],
                            name: [drawing.name, temperatures.titles[$0]].filter { !$0.isEmpty }.joined(separator: ", "))
                    })
        }
        return Sheet(rows: rows, columnLabels: ["input"] + temperatures.labels, inputColumns: 1, style: style)
    }
}
