import Foundation
import SketchInference
import SketchSupport

/// Writes a model as safetensors, or as JSON for the browser ports.
public struct ModelConvertJob: StudioJob {
    /// The number formats of a safetensors file.
    public enum NumberFormat: String, CaseIterable, Sendable {
        case f32, f16, bf16

        var precision: SafetensorsWriter.Precision {
            switch self {
            case .f32: .float32
            case .f16: .float16
            case .bf16: .bfloat16
            }
        }
    }

    /// A weight file, a checkpoint or a built-in model's name.
    public var input = ""
    /// The file to write; its extension, .safetensors, .gen.json or .vae.json, selects the format.
    public var file = ""
    public var numberFormat = NumberFormat.f32
    /// Pixels per model unit; nil keeps what the input states.
    public var scaleFactor: Double?
    /// The classes that the model was trained on; nil keeps what the input states.
    public var classes: [String]?
    public var outputOptions = OutputOptions()

    public init() {}

    public static let manual = CommandManual(
        name: "model convert", title: "Conversion",
        abstract: "Convert a model to safetensors or to the browser ports' JSON.",
        discussion: """
            Reads safetensors, the browser ports' .gen.json and .vae.json, and TensorFlow checkpoints of the original \
            program (a prefix, one of its files, or their folder). The output's extension selects the format. \
            .safetensors can store every model. .gen.json (decoder-only) and .vae.json (conditional) support plain-LSTM \
            models with 20 mixture components and round weights to multiples of 10/32767.

            EXAMPLES
              studio model convert run/model.safetensors cat-pig.safetensors --dtype f16
              studio model convert catbus/lstm catbus.safetensors --scale-factor 87.5 \\
                  --classes cat,bus
              studio model convert bird.gen.json bird.safetensors
              studio model convert run/model.safetensors cat-pig.vae.json
            """,
        output: nil)

    public static let operands: JobOperands<ModelConvertJob>? = JobOperands(
        JobOperands(\.input, valueName: "input", help: "Weight file, checkpoint or built-in model to read."),
        JobOperands(
            \.file, valueName: "output",
            help: "File to write: .safetensors, .gen.json or .vae.json; - writes safetensors to standard output."))

    public static let options = OptionTable<ModelConvertJob>(own: [
        .choice("dtype", \.numberFormat, valueName: "dtype", help: "Number format of safetensors."),
        .value(
            "scale-factor", \.scaleFactor, valueName: "x",
            help: "Scale factor (pixels per model unit), if the input does not state it.",
            parse: { text in
                guard let factor = Double(text), factor.isFinite, factor > 0 else {
                    throw OptionRefusal("must be greater than 0")
                }
                return factor
            }, text: { $0.map { "\($0)" } }),
        .value(
            "classes", \.classes, valueName: "name,name",
            help: "Classes the model was trained on, separated by commas.",
            parse: { text in text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } },
            text: { $0?.joined(separator: ",") }),
    ])

    /// The file that was written.
    public struct Result: JobResult {
        public let path: String

        public var lines: [String] { [path] }
        public var jsonText: String { JSONValue.object([("output", .string(path))]).text }
    }

    public var writtenPaths: [String] { [file] }
    public var readPaths: [String] { [input] }

    public func validate() throws { _ = try format }

    /// The formats that can be written, by extension.
    private static let formats: [WeightFile.Format] = [.safetensors, .decoderJSON, .autoencoderJSON]

    private var format: WeightFile.Format {
        get throws {
            if OutputFile(path: file).isUnnamed { return .safetensors }
            let name = file.lowercased()
            guard let format = Self.formats.first(where: { name.hasSuffix("." + $0.rawValue) }) else {
                throw UsageError(
                    "\(file): unknown output format. Use the extension .safetensors, .gen.json or .vae.json.")
            }
            return format
        }
    }

    /// - Throws: `InferenceError`, `FileError`, `StudioError.unwritable`.
    public func perform(_ reporter: Reporter) throws -> Result {
        let output = OutputFile(path: file)
        try output.checkWritable()
        var model = try LoadedModel(input).model
        if let scaleFactor { model.scaleFactor = scaleFactor }
        if let classes { model.classes = classes }
        let format = try format
        if format == .safetensors {
            try model.write(to: file, dtype: numberFormat.precision)
            return Result(path: file)
        }
        let (data, clipped) = try BrowserWeightsWriter.data(model, for: format)
        try output.write(data)
        if clipped > 0 {
            reporter.warn(
                "\(clipped) of \(model.configuration.parameterCount) weights are outside +-10, the range of \(file), "
                    + "and were clipped. Drawings may differ.")
        }
        return Result(path: file)
    }
}
