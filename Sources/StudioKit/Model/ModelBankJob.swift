import FoundationEssentials
import Glibc
import LatentOps
import SketchCore
import SketchFormats
import SketchInference
import SketchModels
import SketchSupport

/// Adds a latent bank to a conditional model: the latents of training drawings, by class.
public struct ModelBankJob: StudioJob {
    /// A weight file, a checkpoint or a built-in model's name, then files or folders of drawings.
    public var arguments: [String] = []
    public var reading = ReadOptions()
    public var threads = Threads.automatic
    /// The `.safetensors` file to write; required.
    public var output: String?
    public var outputOptions = OutputOptions()

    public init() {}

    public static let manual = CommandManual(
        name: "model bank", title: "Latent bank", abstract: "Add a latent bank to a conditional model.",
        discussion: """
            Encodes at most \(BankDrawings.classLimit) drawings of each class and stores their latents in the model's file, \
            which grows by at most a third. 'sample' then decodes latents between those of similar drawings, and \
            'interpolate', 'grid' and 'analogy' pull latents towards them. Only drawings of the training split are used, \
            selected by a hash of their keys. A model that does not state its classes takes those of the drawings. 'studio \
            train' adds a bank to the models that it trains.

            EXAMPLES
              studio model bank catbus/lstm cat.ndjson bus.ndjson --output catbus.safetensors
              studio model bank old.safetensors quickdraw --output new.safetensors
            """,
        output: "File to write: .safetensors. (required)")

    public static let operands: JobOperands<ModelBankJob>? = JobOperands(
        \.arguments, valueName: "model data", help: "Conditional model, then files or folders of drawings.")

    public static let options = OptionTable<ModelBankJob>(
        input: ReadOptions.modelListOptions.at(\.reading), general: [.threads(\.threads)])

    public var outputExtensions: [String]? { ["safetensors"] }

    public func validate() throws {
        guard output != nil else { throw UsageError("--output is missing. Name a file for the model.") }
        guard arguments.count >= 2 else { throw UsageError("Give a model, then one or more files of drawings.") }
    }

    /// The file that was written.
    public struct Result: JobResult {
        public let path: String
        public let classes: Int
        /// Latents in the bank.
        public let latents: Int
        /// Drawings that were not used: without a line, too long, or of a class that the model does not have.
        public let skipped: Int

        public var lines: [String] { [path] }
        public var jsonText: String {
            JSONValue.object([
                ("output", .string(path)), ("classes", .integer(classes)), ("latents", .integer(latents)),
                ("skipped", .integer(skipped)),
            ]).text
        }
    }

    /// - Throws: `FormatError`, `InferenceError`, `FileError`, `StudioError`.
    public func perform(_ reporter: Reporter) throws -> Result {
        let file = OutputFile(path: output ?? "")
        try file.checkWritable()
        let (name, data) = (arguments[0], Array(arguments.dropFirst()))
        let loaded = try LoadedModel(name)
        try loaded.requireEncoder()
        loaded.warnOfUnknownScale(reporter)
        var model = loaded.model
        let known = Set(model.classes)
        var names: [String] = []
        var skipped = SkipReport()
        var drawings = BankDrawings(perClass: BankDrawings.classLimit)
        let reading = reading.fitted(to: [model])
        try reading.forEachRecord(in: data, split: .train, reporter: reporter) { record in
            let name = record.sketch.name
            guard known.isEmpty || known.contains(name) else {
                return skipped.add(.other("of a class that the model does not have"), 1)
            }
            do {
                let strokes = try model.units.strokes(of: record)
                guard strokes.count <= model.configuration.maxLength else {
                    return skipped.add(.other("more than \(model.configuration.maxLength) rows"), 1)
                }
                if !names.contains(name) { names.append(name) }
                drawings.add(strokes, name: name, key: record.key)
            } catch { skipped.add(error) }
        }
        skipped.report(to: reporter)
        if known.isEmpty { model.classes = names }
        guard !names.isEmpty else {
            throw StudioError.nothingForBank(
                loaded.name, reasons: skipped.sentence, longest: model.configuration.maxLength)
        }
        let missing = model.classes.filter { !names.contains($0) }
        if !missing.isEmpty {
            reporter.warn("\(counted(missing.count, "class")) of the model had no drawings: \(missing.joined(separator: ", ")).")
        }
        try model.addLatentBank(from: drawings, threads: threads)
        try model.write(to: file.path, dtype: Self.precision(of: name))
        return Result(
            path: file.path, classes: names.count, latents: model.latentBank?.count ?? 0, skipped: skipped.count)
    }

    /// The number format of the weights of a file: that of its largest tensor.
    private static func precision(of name: String) throws -> SafetensorsWriter.Precision {
        let file = try WeightFile(contentsOf: BuiltInModels.path(nameOrPath: name))
        let largest = file.entries.max { $0.shape.reduce(1, *) < $1.shape.reduce(1, *) }
        return largest.flatMap { SafetensorsWriter.Precision(rawValue: $0.type) } ?? .float32
    }
}
