import Foundation
import SketchCore
import SketchFormats
import SketchInference
import SketchRendering
import SketchSupport
import StudioKit

/// Everything that decides what `studio decode` draws.
struct DecodeParameters {
    var file: String
    var limits: ReaderLimits
    var model: String?
    var notation: SketchNotation
    var units: OffsetUnits
    /// Nil stops where the drawing ends.
    var steps: Int?
    var sampling: Sampling
    var seed: UInt64
    var threads: Int
    var layout: SheetLayout
    var output: OutputFile?

    func run(json: Bool) throws {
        try output?.checkWritable()
        let loaded = try LoadedModel(model)
        let entries = try LatentFile.read(file, limits)
        let size = loaded.model.configuration.latentSize
        try loaded.requireEncoder()
        if let entry = entries.first(where: { $0.latent.size != size }) {
            throw StudioError.wrongLatentSize(
                entry.source, found: entry.latent.size, expected: size, model: loaded.name)
        }
        let requests = entries.enumerated().map { index, entry in
            DecodeRequest(latent: entry.latent.mean, sampling: sampling, seed: seed, cell: UInt64(index))
        }
        let decoder = try BatchDecoder(loaded.model)
        let length = steps.map(DecodeLength.steps) ?? loaded.untilEnd
        let drawings = try decoder.decode(requests, length: length, threads: threads)
        try write(zip(entries, drawings).map { ($0, $1) }, loaded: loaded)
        report(drawings, loaded: loaded, json: json)
    }

    private func write(_ drawings: [(LatentFile.Entry, DecodedSketch)], loaded: LoadedModel) throws {
        guard let output else { return }
        switch output.fileExtension {
        case "json":
            try output.write(Data((document(drawings.map(\.1), loaded: loaded).text + "\n").utf8))
        case "ndjson", "jsonl":
            try output.write(SketchWriter.ndjson(drawings.map { loaded.sketch($1, name: name(of: $0)) }))
        default:
            let sketches = drawings.map { loaded.sketch($1, name: name(of: $0)) }
            let latents = LatentFile.document(drawings.map(\.0), model: loaded.name).text
            let command = sampling.options(on: CommandLineText("decode").words([file]).option("model", model))
                .option("steps", steps.map(String.init)).option("seed", String(seed)).reading(ReadOptions(limits: limits))
            let recipe = layout.recipe(
                command, models: [loaded.source], seed: seed, settings: sampling.settings,
                inputs: [Recipe.Source(name: file, content: Data(latents.utf8))])
            try SketchSheet(sketches: sketches, colours: [Palette.blue], style: layout.style)
                .write(to: output.path, recipe: recipe)
        }
    }

    private func name(of entry: LatentFile.Entry) -> String { OutputFile.stem(of: entry.source) }

    private func report(_ drawings: [DecodedSketch], loaded: LoadedModel, json: Bool) {
        if json || output == nil {
            Console.result(document(drawings, loaded: loaded).text)
        } else if let output {
            Console.result(output.path)
        }
    }

    private func document(_ drawings: [DecodedSketch], loaded: LoadedModel) -> JSONValue {
        .object([
            ("model", .string(loaded.name)), ("format", .string(notation.rawValue)),
            ("units", .string(notation == .drawing ? OffsetUnits.pixels.rawValue : units.rawValue)),
            ("finished", .array(drawings.map { .boolean($0.reachedEnd) })),
            ("sketches", .array(drawings.map { value($0, loaded: loaded) })),
        ])
    }

    private func value(_ drawing: DecodedSketch, loaded: LoadedModel) -> JSONValue {
        let scale = units == .pixels ? Float(loaded.model.pixelsPerUnit) : 1
        switch notation {
        case .stroke5:
            return .array(
                drawing.stroke5.rows.map { row in
                    .array(
                        [.float(row.dx * scale), .float(row.dy * scale)]
                            + PenState.allCases.map { .integer($0 == row.pen ? 1 : 0) })
                })
        case .stroke3:
            return .array(
                drawing.stroke5.stroke3.rows.map { row in
                    .array([.float(row.dx * scale), .float(row.dy * scale), .integer(row.isLifted ? 1 : 0)])
                })
        case .drawing:
            return .array(
                loaded.sketch(drawing, name: "").strokes.map { stroke in
                    .array([
                        .array(stroke.map { .float(Float($0.x)) }), .array(stroke.map { .float(Float($0.y)) }),
                    ])
                })
        }
    }
}
