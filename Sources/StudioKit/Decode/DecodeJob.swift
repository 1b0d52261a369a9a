import Foundation
import SketchCore
import SketchFormats
import SketchInference
import SketchRendering
import SketchSupport

/// Decodes latents to drawings, and returns them as numbers or writes them as numbers, records or a sheet.
public struct DecodeJob: PictureJob {
    /// A file of latents, or `-` for standard input.
    public var file = ""
    /// The form of the drawings in JSON.
    public var format = SketchNotation.stroke5
    /// The unit of offsets in JSON.
    public var units = OffsetUnits.pixels
    /// The number of rows of every drawing; nil stops at the drawing's end.
    public var steps: Int?
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
            try sheet(entries.map { Sketch(strokes: [], name: OutputFile.stem(of: $0.source)) }).checkSize(for: target)
        }
        let records = try target.flatMap { Self.recordExtensions.contains($0.fileExtension) ? try $0.writer() : nil }
        var decoded: [DecodedSketch] = []
        try loaded.model.decoder().decodeBatches(
            of: entries.count, length: steps.map(DecodeLength.steps), threads: threads,
            request: { index in
                DecodeRequest(
                    latent: entries[index].latent.mean, sampling: sampling.sampling(), seed: sampling.seed,
                    drawIndex: UInt64(index))
            },
            receive: { drawings in
                try records?.write(SketchWriter.ndjson(Self.sketches(drawings, of: entries[decoded.count...])))
                decoded += drawings
            })
        try records?.finish()
        let result = DecodeResult(
            output: output, model: loaded.name, format: format, units: units,
            drawings: decoded)
        if let target, records == nil { try write(result, entries, loaded, to: target) }
        return result
    }

    private func readLatents() throws -> [LatentRecord] {
        do {
            return try LatentFile.read(file, limits: limits)
        } catch InferenceError.notLatents("-", let reason) {
            throw InferenceError.notLatents(file: "Standard input", reason: reason)
        }
    }

    /// The drawings in pixels, named after the files of their latents.
    private static func sketches(_ drawings: [DecodedSketch], of latents: ArraySlice<LatentRecord>) -> [Sketch] {
        zip(drawings, latents).map { $0.sketch(named: OutputFile.stem(of: $1.source)) }
    }

    private func write(
        _ result: DecodeResult, _ entries: [LatentRecord], _ loaded: LoadedModel, to file: OutputFile
    ) throws {
        if file.fileExtension == "json" { return try file.write(Data((result.jsonText + "\n").utf8)) }
        let latents = LatentFile.document(
            entries.map { LatentRecord(source: $0.source, latent: Latent(mean: $0.latent.mean)) },
            model: LatentModel(name: loaded.name)
        ).text
        var job = self
        job.sampling = sampling.resolved()
        let recipe = job.recipe(
            models: [loaded.source], seed: sampling.seed,
            inputs: [Recipe.Source(name: self.file, content: Data(latents.utf8))])
        try sheet(Self.sketches(result.drawings, of: entries[...])).write(to: file, recipe: recipe)
    }

    private func sheet(_ sketches: [Sketch]) -> SketchSheet {
        SketchSheet(sketches, colours: [Palette.blue], style: style)
    }
}
