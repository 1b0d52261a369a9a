import SketchCore
import SketchFormats
import SketchInference
import SketchRendering
import SketchSupport

/// Completes unfinished drawings and writes the endings as a sheet, a row per drawing (Ha & Eck, section 4.2, figure 8).
public struct CompleteJob: CandidateJob, DataJob {
    /// Files of unfinished drawings.
    public var files: [String] = []
    /// Endings per drawing.
    public var count = 10
    /// A drawing or latent file that conditions the endings; nil for the unfinished drawing's posterior mean.
    public var latent: String?
    /// Whether the last stroke continues; false starts a new one.
    public var isPenDown = false
    /// The larger side of the beginnings, in pixels of the training data; nil keeps their own size, at most the canvas.
    public var prefixSize: Double?
    /// A built-in model's name or a weight file; nil for the model that the latent's file states, or the standard model.
    public var model: String?
    /// Whether a latent of another model is accepted.
    public var isForced = false
    public var reading = ReadOptions()
    public var sampling = SamplingSettings()
    public var candidates = CandidateSettings()
    public var style = SheetStyle()
    public var threads = Threads.automatic
    /// Nil writes `NAME-endings.png`, or `endings.png` for several files.
    public var output: String?
    /// Nil writes no file of latents.
    public var latentsPath: String?
    public var outputOptions = OutputOptions()

    public init() {}

    static let defaults = CandidateSettings.Defaults(.completion)

    public func validate() throws {
        try candidates.validate()
        try checkData()
        try Self.checkStandardInput(files + (latent.map { [$0] } ?? []))
    }

    /// - Throws: `FormatError`, `InferenceError`, `RenderingError`, `StudioError`.
    public func perform(_ reporter: Reporter) throws -> SheetResult {
        let file = try pictureFile(
            default: (files.count == 1 ? OutputFile.stem(of: files[0]) + "-endings" : "endings") + ".png")
        let condition = try OperandFiles(latent.map { [$0] } ?? [], reading)
        let session = try ModelSession(model ?? condition.model, threads: threads, reporter: reporter)
        let originals = try Drawing.read(files, reading, reporter: reporter)
        let drawings = try originals.map { try sized($0, session) }
        let empty = SheetCell(sketch: Sketch(strokes: []))
        if !file.isData {
            try sheet(drawings.map { (SheetCell(sketch: $0.sketch), Array(repeating: empty, count: count)) }, drawings)
                .checkSize(for: file)
        }
        let data = try dataWriter(file, session)
        let prefixes = try drawings.map { try prefix($0, session) }
        let (latents, operand) = try latents(drawings, condition, session)
        let points = sampling.sampling(isConditional: session.isConditional)
        var job = self
        job.model = model ?? condition.model
        job.sampling = sampling.resolved(isConditional: session.isConditional)
        job.candidates = try candidates.resolved(Self.defaults, session)
        // Endings differ in their draw index; a drawing's endings do not depend on what else was given.
        let decoded = try session.decode(
            prefixes.indices.flatMap { row in
                (0..<count).map {
                    DecodeRequest(
                        latent: latents[row], sampling: points, seed: sampling.seed, drawIndex: UInt64($0),
                        prefix: prefixes[row])
                }
            }, choosing: job.candidates.choice)
        try data.append(
            decoded.enumerated().map { index, drawing in
                let input = drawings[index / count].sketch
                return DecodedRecord(
                    sketch: drawing.sketch(named: input.name), latent: latents[index / count], source: latent ?? input.source)
            })
        try data.finish()
        let result = SheetResult(output: file.path, model: session.loaded.name, sketches: decoded.count)
        if file.isData { return result }
        let rows = drawings.indices.map { row in
            (
                SheetCell(sketch: decoded[row * count].parts.given, colour: Palette.given),
                decoded[row * count..<(row + 1) * count].map(cell)
            )
        }
        let recipe = job.recipe(
            models: [session.loaded.source], seed: sampling.seed,
            inputs: originals.map { $0.source(as: $0.sketch.source) } + (operand.map { [$0] } ?? []))
        try sheet(rows, drawings).write(to: file, recipe: recipe, reporter)
        return result
    }

    /// A row per drawing: what is given of it, with its name, and the endings.
    private func sheet(_ rows: [(given: SheetCell, endings: [SheetCell])], _ drawings: [Drawing]) -> Sheet {
        let rows = zip(rows, drawings).map { row, drawing in
            var given = row.given
            given.label = drawing.sketch.name
            let endings = row.endings.enumerated().map { index, cell in
                var cell = cell
                let name = "ending \(index + 1)"
                cell.name = given.label.isEmpty ? name : "\(given.label), \(name)"
                return cell
            }
            return Sheet.Row([given] + endings)
        }
        return Sheet(rows: rows, inputColumns: 1, style: style.sampled(sampling))
    }

    /// Returns the beginning at the scale at which it is continued, simplified if it is a free-hand drawing.
    private func sized(_ drawing: Drawing, _ session: ModelSession) throws -> Drawing {
        var record = drawing.record
        guard let extent = record.sketch.bounds?.extent, extent > 0 else { return drawing }
        var preprocessing = session.model.units.preprocessing
        let isPrepared = record.kind == .prepared
        let side = prefixSize ?? (isPrepared ? extent : min(extent, preprocessing.canvas))
        if isPrepared {
            record.sketch.scale(by: side / extent)
        } else {
            preprocessing.canvas = side
            try record.simplify(preprocessing)
        }
        // Endings need at least a row.
        let longest = session.model.configuration.maxLength
        if reading.fitsLength, record.sketch.pointCount > longest, record.thin(to: longest) {
            session.reporter.message("studio: \(record.sketch.source): 1 drawing thinned to at most \(longest - 1) rows.")
        }
        session.reporter.message(
            "studio: \(record.sketch.source): the larger side of the beginning is \(Reporter.short(side)) of "
                + "\(Reporter.short(session.model.units.preprocessing.canvas)) pixels; --prefix-size changes it.")
        return Drawing(record: record)
    }

    private func prefix(_ drawing: Drawing, _ session: ModelSession) throws -> [Stroke5.Row] {
        var rows = try session.model.units.rows(of: drawing.record).rows
        let longest = session.loaded.model.configuration.maxLength
        guard rows.count < longest else {
            throw StudioError.prefixTooLong(drawing.sketch.source, rows: rows.count, longest: longest)
        }
        if isPenDown { rows[rows.count - 1].pen = .down }
        return rows
    }

    /// The latent of each drawing, and the file of the latent that all have, as a recipe records it.
    private func latents(
        _ drawings: [Drawing], _ condition: OperandFiles, _ session: ModelSession
    ) throws -> (latents: [[Float]?], file: Recipe.Source?) {
        if let latent {
            try session.loaded.requireEncoder()
            let operand = try condition.operands(session, isForced: isForced)[0]
            return (drawings.map { _ in operand.latent }, operand.drawing == nil ? operand.source(as: latent) : nil)
        }
        guard session.isConditional else {
            session.loaded.warnOfUnknownScale(session.reporter)
            return (drawings.map { _ in nil }, nil)
        }
        return (try session.encode(drawings).map(\.mean), nil)
    }

    private func cell(_ decoded: DecodedSketch) -> SheetCell {
        let parts = decoded.parts
        return SheetCell(layers: [
            SheetCell.Layer(sketch: parts.given, colour: Palette.given),
            SheetCell.Layer(sketch: parts.completed, colour: Palette.completed),
        ])
    }
}
