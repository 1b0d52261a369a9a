import FoundationEssentials
import Glibc
import SketchCore
import SketchInference
import SketchModels
import SketchRendering
import SketchSupport

/// `studio page`: one HTML file with models and an engine that runs them in a browser.
public struct PageJob: StudioJob {
    /// Built-in models, weight files or runs; the default model if empty.
    public var models: [String] = []
    /// The page's only view; nil for every view that the models support.
    public var view: PageView?
    /// The page's title; nil for the models' names.
    public var title: String?
    /// Drawings of each model that the page offers as examples.
    public var exampleCount = 12
    /// The number of threads.
    public var threads = Threads.automatic
    public var output: String?
    public var outputOptions = OutputOptions()

    public init() {}

    public var outputExtensions: [String]? { ["html"] }

    private var path: String {
        output ?? (models.count > 1 ? "page" : OutputFile.stem(of: models.first ?? BuiltInModels.defaultName)) + ".html"
    }

    public var writtenPaths: [String] { [path] }

    /// - Throws: `InferenceError`, `StudioError`, `FileError`.
    public func perform(_ reporter: Reporter) throws -> PageResult {
        let file = OutputFile(path: path)
        try file.checkWritable()
        let names: [String?] = models.isEmpty ? [nil] : models
        let loaded = try names.map { try LoadedModel($0) }
        if let view, view.needsEncoder { for model in loaded { try model.requireEncoder() } }
        let title = title ?? loaded.map(\.model.name).joined(separator: ", ")
        let views = view.map { [$0] } ?? PageView.allCases
        let data = try PageDocument(
            commonStyles: [WebFiles.style, WebFiles.dialogStyle], markup: "App/page.html",
            styles: ["App/pad.css", "App/page.css"],
            scripts: PageDocument.engine + PageDocument.pad + ["App/motion.js", "App/page.js", "App/views.js"],
            title: title,
            settings: .object([
                ("title", .string(title)), ("views", .array(views.map { .string($0.rawValue) })),
                ("models", .array(try loaded.map(settings))),
            ]), models: loaded.map { try weights(of: $0, reporter) }
        ).data()
        try file.write(data)
        return PageResult(output: path, models: loaded.map(\.name), bytes: data.count)
    }

    private func settings(of loaded: LoadedModel) throws -> JSONValue {
        .object([
            ("name", .string(loaded.model.name)),
            ("option", .string(CommandLineText("").words(["--model", loaded.name]).text)),
            ("examples", .array(try examples(of: loaded.model))),
        ])
    }

    /// Samples of the model, simplified as its training drawings were: lists of strokes `[xs, ys]` in whole pixels.
    private func examples(of model: SketchModel) throws -> [JSONValue] {
        guard exampleCount > 0 else { return [] }
        return try model.sample(exampleCount, threads: threads).compactMap { sketch in
            var record = SketchRecord(sketch: sketch, kind: .raw)
            guard (try? record.simplify(model.preprocessing)) != nil, record.sketch.pointCount > 1 else { return nil }
            return .array(
                record.sketch.strokes.map { stroke in
                    .array([.array(stroke.map { .integer(Int($0.x)) }), .array(stroke.map { .integer(Int($0.y)) })])
                })
        }
    }

    /// The model as safetensors with F16 weights, without what the page does not use.
    private func weights(of loaded: LoadedModel, _ reporter: Reporter) throws -> Data {
        var model = loaded.model
        (model.latentBank, model.latentStatistics) = (nil, nil)
        model.metadata = model.metadata.filter { ["config", "license"].contains($0.key) }
        if model.weights.values.contains(where: { $0.values.contains { Float(Float16($0)) != $0 } }) {
            reporter.warn(
                "\(loaded.name) has weights that are not F16; the page rounds them, so its drawings differ from the program's. "
                    + "'studio model convert \(loaded.name) OUT.safetensors --dtype f16' rounds the model's.")
        }
        return try model.safetensorsData(dtype: .float16)
    }
}
