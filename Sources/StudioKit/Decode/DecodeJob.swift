import FoundationEssentials
import Glibc
import SketchCore
import SketchFormats
import SketchInference
import SketchRendering
import SketchSupport

/// Decodes latents to drawings, and returns them as numbers or writes them as numbers, records or a sheet.
public struct DecodeJob: SheetJob {
    /// A file of latents, or `-` for standard input.
    public var file = ""
    /// The form of the drawings in JSON.
    public var format = SketchNotation.stroke5
    /// The unit of offsets in JSON.
    public var units = OffsetUnits.pixels
    /// The number of rows of every drawing; nil stops at the drawing's end.
    public var steps: Int?
    /// Whether all drawings have the same noise, so that they differ only in their latents.
    public var sharesNoise = false
    /// A built-in model's name or a weight file; nil for the model that the latents' file states, or the standard model.
    public var model: String?
    /// Whether latents of another model are decoded.
    public var isForced = false
    public var limits = ReaderLimits.standard
    public var sampling = SamplingSettings()
    public var style = SheetStyle()
    public var threads = Threads.automatic
    /// `.json`, `.ndjson` or a picture; nil writes nothing.
    public var output: String?
    public var outputOptions = OutputOptions()

    public init() {}

    /// The extensions of files of records.
    private static let recordExtensions = ["ndjson", "jsonl"]

    public var outputExtensions: [String]? { ["json"] + Self.recordExtensions + PictureFormat.allCases.map(\.rawValue) }

    public func validate() throws {
        if outputOptions.plotter != nil, output == nil { throw UsageError("--plotter needs a file: add --output.") }
    }

    /// - Throws: `InferenceError`, `RenderingError`, `StudioError`.
    public func perform(_ reporter: Reporter) throws -> DecodeResult {
        let target = outputFile
        try target?.checkWritable()
        let entries = try readLatents()
        let loaded = try LoadedModel(
            model, latents: entries, source: file == "-" ? "Standard input" : file, isForced: isForced, reporter: reporter)
        let size = loaded.model.configuration.latentSize
        try loaded.requireEncoder()
        if let entry = entries.first(where: { $0.latent.size != size }) {
            throw StudioError.wrongLatentSize(
                entry.source, found: entry.latent.size, expected: size, model: loaded.name)
        }
        if let target, PictureFormat(rawValue: target.fileExtension) != nil {
            try sheet(entries.map { Sketch(strokes: [], name: $0.drawingName) }).checkSize(for: target)
        }
        let records = try target.flatMap { Self.recordExtensions.contains($0.fileExtension) ? try $0.writer() : nil }
        var decoded: [DecodedSketch] = []
        try loaded.model.decoder().decodeBatches(
            of: entries.count, length: steps.map(DecodeLength.steps), threads: threads,
            request: { index in
                DecodeRequest(
                    latent: entries[index].latent.mean, sampling: sampling.sampling(), seed: sampling.seed,
                    drawIndex: sharesNoise ? 0 : UInt64(index))
            },
            receive: { drawings in
                let latents = entries[decoded.count..<decoded.count + drawings.count]
                try records?.write(SketchWriter.ndjson(Self.sketches(drawings, of: latents), keys: latents.map(\.key)))
                decoded += drawings
            })
        try records?.finish()
        let result = DecodeResult(
            output: output, model: loaded.name, format: format, units: units, latents: entries, drawings: decoded)
        if let target, records == nil { try write(result, entries, loaded, to: target, reporter) }
        return result
    }

    private func readLatents() throws -> [LatentRecord] {
        do {
            return try LatentFile.read(file, limits: limits)
        } catch InferenceError.notLatents("-", let reason) {
            throw InferenceError.notLatents(file: "Standard input", reason: reason)
        }
    }

    /// The drawings in pixels, named as their latents state.
    private static func sketches(_ drawings: [DecodedSketch], of latents: ArraySlice<LatentRecord>) -> [Sketch] {
        zip(drawings, latents).map { $0.sketch(named: $1.drawingName) }
    }

    private func write(
        _ result: DecodeResult, _ entries: [LatentRecord], _ loaded: LoadedModel, to file: OutputFile, _ reporter: Reporter
    ) throws {
        if file.fileExtension == "json" { return try file.write(Data((result.jsonText + "\n").utf8)) }
        var job = self
        job.sampling = sampling.resolved()
        // The picture can then be made again without the file that states the model.
        if entries.contains(where: { $0.model != nil }) { job.model = loaded.name }
        let recipe = job.recipe(models: [loaded.source], seed: sampling.seed, inputs: try inputs(entries, loaded))
        try sheet(Self.sketches(result.drawings, of: entries[...])).write(to: file, recipe: recipe, reporter)
    }

    /// The latents with their names, and the file that describes the rows of an array.
    private func inputs(_ entries: [LatentRecord], _ loaded: LoadedModel) throws -> [Recipe.Source] {
        let path = LatentFile.place(file).path
        let isArray = LatentFile.isArray(path)
        let latents = entries.enumerated().map { index, entry in
            let mean = Latent(mean: entry.latent.mean)
            // The names of an array's rows are in the other file.
            if isArray { return LatentRecord(source: "\(path)#\(index)", latent: mean) }
            var latent = LatentRecord(source: entry.source, latent: mean)
            latent.word = entry.word
            return latent
        }
        let sidecar = LatentFile.existingSidecar(of: path)
        let text = LatentFile.document(latents, model: LatentModel(name: loaded.name)).text
        let described = try sidecar.map { Recipe.Source(name: $0, content: try LatentFile.contents(of: $0, limits)) }
        return [Recipe.Source(name: file, content: Data(text.utf8))] + (described.map { [$0] } ?? [])
    }

    private func sheet(_ sketches: [Sketch]) -> SketchSheet {
        SketchSheet(sketches, colours: [Palette.blue], style: style)
    }
}
