import Foundation
import SketchCore
import SketchFormats
import SketchInference
import SketchRendering
import SketchSupport
import StudioKit

/// Everything that decides what `studio sample` draws.
struct SampleParameters {
    var count: Int
    var temperatures: TemperatureList
    /// Nil for the model's standard one.
    var convention: TemperatureConvention?
    var axis: Sample.Axis
    var prior: Prior
    var model: String?
    var seed: UInt64
    var threads: Int
    var layout: SheetLayout
    var output: OutputFile

    private var isPicture: Bool { !["ndjson", "jsonl"].contains(output.fileExtension) }
    private var values: [Double] { temperatures.values }

    func run(reporter: Reporter, json: Bool) throws {
        if isPicture { try output.checkPicture() } else { try output.checkWritable() }
        let session = try ModelSession(model, threads: threads, reporter: reporter)
        let drawings = try session.decode(try requests(session))
        let sketches = drawings.map { drawing in
            var sketch = drawing.sketch
            sketch.name = session.model.name
            return sketch
        }
        if isPicture {
            try sheet(sketches).write(to: output.path, recipe: recipe(session.loaded))
        } else {
            try output.write(SketchWriter.ndjson(sketches))
        }
        report(drawings, loaded: session.loaded, json: json)
    }

    /// Drawing `i` at temperature `t` is element `i * values.count + t`; it uses cell `i`, so that what differs
    /// between temperatures is the temperature alone.
    private func requests(_ session: ModelSession) throws -> [DecodeRequest] {
        let latent = try session.latents(from: prior, seed: seed)
        let convention = convention(of: session.loaded)
        return try (0..<count * values.count).map { index in
            let cell = UInt64(index / values.count)
            return DecodeRequest(
                latent: try latent(cell),
                sampling: Sampling(temperature: values[index % values.count], convention: convention), seed: seed,
                drawIndex: cell)
        }
    }

    private func convention(of loaded: LoadedModel) -> TemperatureConvention {
        convention ?? .standard(isConditional: loaded.model.configuration.isConditional)
    }

    private func sheet(_ sketches: [Sketch]) -> any PictureSource {
        let colours = Palette.temperatures(values)
        guard values.count > 1 else {
            return SketchSheet(sketches, colours: colours, labels: [], style: layout.style)
        }
        let labels = temperatures.labels
        func cell(_ drawing: Int, _ temperature: Int) -> Cell {
            Cell(
                sketch: sketches[drawing * values.count + temperature], colour: colours[temperature],
                temperature: values[temperature])
        }
        switch axis {
        case .columns:
            return Sheet(
                rows: (0..<count).map { drawing in Sheet.Row(values.indices.map { cell(drawing, $0) }) },
                columnLabels: labels, style: layout.style)
        case .rows:
            return Sheet(
                rows: values.indices.map { temperature in
                    Sheet.Row((0..<count).map { cell($0, temperature) }, label: labels[temperature])
                }, style: layout.style)
        }
    }

    private func recipe(_ loaded: LoadedModel) -> Recipe {
        let command = CommandLineText("sample").option("model", model).option("count", String(count))
            .option("temperature", temperatures.text).option("convention", convention(of: loaded).rawValue)
            .option("prior", prior == .standard ? nil : prior.rawValue)
            .option("along", values.count > 1 ? axis.rawValue : nil).option("seed", String(seed))
        return layout.recipe(
            command, models: [loaded.source], seed: seed,
            settings: [
                RecipeEntry("count", .integer(count)), RecipeEntry("temperatures", .text(temperatures.text)),
                RecipeEntry("convention", .text(convention(of: loaded).rawValue)), RecipeEntry("along", .text(axis.rawValue)),
            ] + (prior == .standard ? [] : [RecipeEntry("prior", .text(prior.rawValue))]))
    }

    /// With `--json`, each temperature's mean length and strokes beside the path.
    private func report(_ drawings: [DecodedSketch], loaded: LoadedModel, json: Bool) {
        let summary = values.indices.map { temperature -> JSONValue in
            let own = stride(from: temperature, to: drawings.count, by: values.count).map { drawings[$0] }
            func mean(_ number: (DecodedSketch) -> Int) -> JSONValue {
                .double(Double(own.reduce(0) { $0 + number($1) }) / Double(own.count))
            }
            return .object([
                ("temperature", .double(values[temperature])),
                ("mean_rows", mean { $0.stroke5.rows.count }),
                ("mean_pen_lifts", mean { $0.stroke5.rows.filter { $0.pen == .up }.count }),
                ("finished", .integer(own.filter(\.reachedEnd).count)),
            ])
        }
        output.report(
            json: json,
            details: [
                ("model", .string(loaded.name)), ("sketches", .integer(drawings.count)),
                ("prior", .string(prior.rawValue)),
                ("temperatures", .array(summary)),
            ])
    }
}
