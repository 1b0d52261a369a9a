import Foundation
import SketchData
import SketchInference
import SketchRendering

/// Everything that decides what `studio sample` draws.
struct SampleParameters {
    var count: Int
    var temperatures: TemperatureList
    var convention: TemperatureConvention
    var axis: Sample.Axis
    var model: String?
    var seed: UInt64
    var threads: Int
    var style: SheetStyle
    var settings: [RecipeEntry]
    var output: OutputFile

    /// Drawings decoded between two words about progress.
    private static let portion = 512

    private var isPicture: Bool { !["ndjson", "jsonl"].contains(output.fileExtension) }
    private var values: [Double] { temperatures.values }

    func run(reporter: Reporter, json: Bool) throws {
        if isPicture { try output.checkPicture() } else { try output.checkWritable() }
        let loaded = try LoadedModel(model)
        let drawings = try draw(loaded, reporter: reporter)
        let sketches = drawings.map { loaded.sketch($0, name: loaded.label) }
        if isPicture {
            try sheet(sketches).write(to: output.path, recipe: recipe(loaded))
        } else {
            try output.write(SketchWriter.ndjson(sketches))
        }
        report(drawings, loaded: loaded, reporter: reporter, json: json)
    }

    /// Drawing `i` at temperature `t` is element `i * values.count + t`; it uses cell `i`, so that what differs
    /// between temperatures is the temperature alone.
    private func draw(_ loaded: LoadedModel, reporter: Reporter) throws -> [DecodedSketch] {
        let decoder = try BatchDecoder(loaded.model)
        let total = count * values.count
        var drawings: [DecodedSketch] = []
        for start in stride(from: 0, to: total, by: Self.portion) {
            let requests = (start..<min(start + Self.portion, total)).map { index in
                let cell = UInt64(index / values.count)
                let isConditional = loaded.model.configuration.isConditional
                return DecodeRequest(
                    latent: isConditional
                        ? LatentDraw.prior(size: decoder.latentSize, seed: seed, cell: cell) : nil,
                    sampling: Sampling(temperature: values[index % values.count], convention: convention),
                    seed: seed, cell: cell)
            }
            drawings += try decoder.decode(requests, length: loaded.untilEnd, threads: threads)
            reporter.progress("drawing", done: drawings.count, of: total)
        }
        reporter.clear()
        return drawings
    }

    private func sheet(_ sketches: [Sketch]) -> any PictureSource {
        let colours = Palette.temperatures(values)
        guard values.count > 1 else {
            return SketchSheet(sketches: sketches, colours: colours, labels: [], style: style)
        }
        let labels = values.enumerated().map { ($0 == 0 ? "T = " : "") + PlainNumber.text($1, decimals: 3) }
        func cell(_ drawing: Int, _ temperature: Int) -> Cell {
            Cell(sketch: sketches[drawing * values.count + temperature], colour: colours[temperature])
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

    private func recipe(_ loaded: LoadedModel) -> Recipe {
        let command = CommandLineText("sample").option("model", model).option("count", String(count))
            .option("temperature", temperatures.text).option("convention", convention.rawValue)
            .option("along", values.count > 1 ? axis.rawValue : nil).option("seed", String(seed))
        return Recipe(
            version: Studio.version, command: command.text, models: [loaded.source], seed: seed,
            settings: [
                RecipeEntry("count", .integer(count)), RecipeEntry("temperatures", .text(temperatures.text)),
                RecipeEntry("convention", .text(convention.rawValue)), RecipeEntry("along", .text(axis.rawValue)),
            ] + settings)
    }

    /// With `--json`, each temperature's mean length and strokes beside the path.
    private func report(_ drawings: [DecodedSketch], loaded: LoadedModel, reporter: Reporter, json: Bool) {
        let unfinished = drawings.filter { !$0.reachedEnd }.count
        if unfinished > 0 {
            reporter.warn(
                "\(unfinished) of \(drawings.count) drawings reached the length of "
                    + "\(loaded.model.configuration.maxLength) rows before their end.")
        }
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
                ("temperatures", .array(summary)),
            ])
    }
}
