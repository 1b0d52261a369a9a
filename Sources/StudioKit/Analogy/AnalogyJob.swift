import LatentOps
import SketchCore
import SketchFormats
import SketchInference
import SketchRendering
import SketchSupport

/// Solves a drawing analogy, or another expression, with latent arithmetic and writes the equation as a sheet (Ha & Eck,
/// section 4.3, figure 7).
public struct AnalogyJob: CandidateJob, DataJob {
    /// Three drawings A B C for C + (B - A), or one expression.
    public var terms: [String] = []
    /// Samples of the result.
    public var count = 1
    /// A built-in model's name or a weight file; nil for the model that a file of latents states, or the standard model.
    public var model: String?
    /// Whether latents of another model are accepted.
    public var isForced = false
    public var reading = ReadOptions()
    public var sampling = SamplingSettings()
    public var candidates = CandidateSettings()
    public var style = SheetStyle()
    public var threads = Threads.automatic
    /// Nil writes `analogy.png`.
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
        /// The expression of the equation.
        public var expression: String
        /// Samples of the result.
        public var sketches: Int
        /// The expression's latent, rescaled and pulled as the options state, Z values.
        public var mean: [Float]

        public var lines: [String] { [output] }
        public var jsonText: String {
            JSONValue.object([
                ("output", .string(output)), ("model", .string(model)), ("expression", .string(expression)),
                ("sketches", .integer(sketches)), ("mean", .floats(mean)),
            ]).text
        }
    }

    static let defaults = CandidateSettings.Defaults(.analogy, pull: PathPull.standardWeight)

    /// The names in an expression, too.
    public var readPaths: [String] {
        allTexts + (terms.count == 1 ? ((try? LatentExpression(terms[0]))?.names ?? []) : [])
    }

    public func validate() throws {
        try candidates.validate()
        try checkData()
        guard terms.count == 1 || terms.count == 3 else {
            throw UsageError(
                "\(terms.count) arguments were given; an analogy needs three drawings, or one expression in quotes.")
        }
    }

    /// - Throws: `LatentExpressionError`, `FormatError`, `InferenceError`, `RenderingError`, `StudioError`.
    public func perform(_ reporter: Reporter) throws -> Result {
        let expression =
            terms.count == 3 ? LatentExpression(analogy: terms[0], terms[1], terms[2]) : try LatentExpression(terms[0])
        let file = try pictureFile(default: "analogy.png")
        let names = expression.names
        let files = try OperandFiles(names, reading)
        let session = try ModelSession(model ?? files.model, threads: threads, reporter: reporter)
        try session.loaded.requireEncoder()
        let operands = try files.operands(session, isForced: isForced)
        func sheet(_ sketches: [String: Sketch], _ results: [Sketch]) -> EquationSheet {
            EquationSheet(
                terms: expression.symbols.map { Self.term($0, sketches) }, results: results, style: style.sampled(sampling))
        }
        let named = names.map { ($0, Sketch(strokes: [], name: OutputFile.stem(of: $0))) }
        if !file.isData { try sheet(Dictionary(uniqueKeysWithValues: named), .placeholders(count)).checkSize(for: file) }
        let data = try dataWriter(file, session)
        var job = self
        job.sampling = sampling.resolved()
        job.model = model ?? files.model
        job.candidates = try candidates.resolved(Self.defaults, session)
        let sum = try Self.value(of: expression, Dictionary(uniqueKeysWithValues: zip(names, operands.map(\.latent))))
        let result =
            try session.model.latentBank?.pulled(sum, of: operands.map(\.latent), weight: job.candidates.pull ?? 0) ?? sum
        // Operands that were given as latents are decoded too, after the results, with draw index 0.
        let undrawn = operands.filter { $0.drawing == nil }
        let decoded = try session.decode(
            ((0..<count).map { (result, UInt64($0)) } + undrawn.map { ($0.latent, 0) }).map { latent, drawIndex in
                DecodeRequest(latent: latent, sampling: sampling.sampling(), seed: sampling.seed, drawIndex: drawIndex)
            }, choosing: job.candidates.choice
        ).map(\.sketch)
        try data.append(
            decoded[..<count].map { drawing in
                var sketch = drawing
                sketch.name = "analogy"
                return DecodedRecord(sketch: sketch, latent: result, source: expression.text)
            })
        try data.finish()
        let summary = Result(
            output: file.path, model: session.loaded.name, expression: expression.text, sketches: count, mean: result)
        if file.isData { return summary }
        var rest = decoded[count...]
        var sketches: [String: Sketch] = [:]
        for (name, operand) in zip(names, operands) {
            sketches[name] = operand.drawing.map(session.shown) ?? rest.popFirst()
            sketches[name]?.name = OutputFile.stem(of: name)
        }
        let recipe = job.recipe(
            models: [session.loaded.source], latentBanks: job.candidates.bankSources([session]), seed: sampling.seed,
            inputs: zip(names, operands).map { $1.source(as: $0) })
        try sheet(sketches, Array(decoded[..<count])).write(to: file, recipe: recipe, reporter)
        return summary
    }

    /// - Throws: `StudioError.latentNotFinite`, `LatentExpressionError`, `LatentOpsError`.
    private static func value(of expression: LatentExpression, _ latents: [String: [Float]]) throws -> [Float] {
        do {
            return try expression.value(latents)
        } catch LatentOpsError.nonFinite {
            throw StudioError.latentNotFinite(expression.text)
        }
    }

    private static func term(_ symbol: LatentExpression.Symbol, _ sketches: [String: Sketch]) -> EquationSheet.Term {
        switch symbol {
        case .name(let name): .operand(sketches[name] ?? Sketch(strokes: [], name: name))
        case .number(_, let text): .sign(text)
        case .plus: .sign("+")
        case .minus: .sign("\u{2212}")
        case .times: .sign("\u{D7}")
        case .open: .sign("(")
        case .close: .sign(")")
        }
    }
}
