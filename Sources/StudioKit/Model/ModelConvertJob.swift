import FoundationEssentials
import Glibc
import SketchInference
import SketchModels
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

    /// A weight file, a checkpoint, a run or a built-in model's name; or the two files of a PyTorch port, its encoder and its
    /// decoder.
    public var inputs: [String] = []
    /// The file to write; its extension, .safetensors, .gen.json or .vae.json, selects the format.
    public var file = ""
    public var numberFormat = NumberFormat.f32
    /// Pixels per model unit; nil keeps what the input states.
    public var scaleFactor: Double?
    /// The classes that the model was trained on; nil keeps what the input states.
    public var classes: [String]?
    public var outputOptions = OutputOptions()
    /// Facts about a PyTorch port that its tensors do not state.
    public var port = PortOptions()

    /// The inputs, then the output.
    private var paths: [String] {
        get { inputs + (file.isEmpty ? [] : [file]) }
        set {
            inputs = newValue.dropLast()
            file = newValue.last ?? ""
        }
    }

    public init() {}

    public static let manual = CommandManual(
        name: "model convert", title: "Conversion",
        abstract: "Convert a model to safetensors or to the browser ports' JSON.",
        discussion: """
            Reads safetensors, the browser ports' .gen.json and .vae.json, TensorFlow checkpoints of the original program \
            (a prefix, one of its files, or their folder), the folder of a training run, and state dicts of PyTorch ports \
            (.pth in the zip form, or safetensors) whose layers are lstm, fc_mu, fc_sigma, fc_hc and fc_params, or \
            labml.ai's; a port's encoder and decoder may be in two files. No code in a file is run.

            The last argument is the output; its extension selects the format. .safetensors can store every model. \
            .gen.json (decoder-only) and .vae.json (conditional) support plain-LSTM \
            models with 20 mixture components and round weights to multiples of 10/32767.

            EXAMPLES
              studio model convert run/model.safetensors cat-pig.safetensors --dtype f16
              studio model convert catbus/lstm catbus.safetensors --scale-factor 87.5 \\
                  --classes cat,bus
              studio model convert bird.gen.json bird.safetensors
              studio model convert encoder.pth decoder.pth cat.safetensors \\
                  --scale-factor 48.3
              studio model convert run/model.safetensors cat-pig.vae.json
            """,
        output: nil)

    public static let operands: JobOperands<ModelConvertJob>? = JobOperands(
        \.paths, valueName: "file",
        help: "Weight file, checkpoint, run or built-in model to read, or the two files of a PyTorch port; then the file to "
            + "write: .safetensors, .gen.json or .vae.json; - writes safetensors to standard output.")

    public static let options = OptionTable<ModelConvertJob>(own: [
        .choice("dtype", \.numberFormat, valueName: "dtype", help: "Number format of safetensors."),
        .number(
            "scale-factor", \.scaleFactor, in: MetadataNumber.scaleFactor.range, valueName: "x",
            help: "Scale factor (pixels per model unit) where the input states none or a wrong one."),
        .names("classes", \.classes, help: "Classes the model was trained on."),
        .choice(
            "mixture-layout", \.port.mixtureLayout, valueName: "layout",
            help: "Order of a PyTorch port's output rows: six per component, or six blocks; the pen's rows are last."
        ).withDefault("that of the known port"),
        .flag(
            "latent-first", \.port.isLatentFirst,
            help: "The input of the PyTorch port's decoder is the latent and then the row."),
    ])

    /// The file that was written.
    public struct Result: JobResult {
        public let path: String

        public var lines: [String] { [path] }
        public var jsonText: String { JSONValue.object([("output", .string(path))]).text }
    }

    public var writtenPaths: [String] { [file] }
    public var readPaths: [String] { inputs }

    public func validate() throws {
        guard (1...2).contains(inputs.count) else {
            throw UsageError(
                inputs.isEmpty
                    ? "The output is missing. Give the model to read and then the file to write."
                    : "\(inputs.count) models were given. Give one, or the two files of a PyTorch port, and then the output.")
        }
        _ = try format
    }

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

    /// - Throws: `InferenceError`, `FileError`.
    public func perform(_ reporter: Reporter) throws -> Result {
        let output = OutputFile(path: file)
        try output.checkWritable()
        var model = try loadModel(reporter)
        try replaceMetadata(of: &model, reporter)
        let format = try format
        if format == .safetensors {
            try model.write(to: file, dtype: numberFormat.precision)
            return Result(path: file)
        }
        let (data, clipped) = try BrowserWeightsWriter.data(model, for: format)
        try output.write(data)
        if let bank = model.latentBank {
            reporter.warn(
                "\(file) cannot store the latent bank (\(counted(bank.count, "latent")) of training drawings), which is left out. "
                    + "The model is then sampled from N(0, I).")
        }
        if clipped > 0 {
            reporter.warn(
                "\(clipped) of \(model.configuration.parameterCount) weights are outside +-10, the range of \(file), "
                    + "and were clipped. Drawings may differ.")
        }
        return Result(path: file)
    }

    /// Sets the scale factor and the classes that were given, with a warning where they replace others.
    ///
    /// - Throws: `UsageError` if the latent bank has other classes.
    private func replaceMetadata(of model: inout SketchModel, _ reporter: Reporter) throws {
        if let scaleFactor {
            if let stated = model.scaleFactor, stated != scaleFactor {
                reporter.warn("the scale factor \(stated), which the model states, is replaced by \(scaleFactor).")
            }
            model.scaleFactor = scaleFactor
        }
        guard let classes, classes != model.classes else { return }
        guard Set(classes).count == classes.count else { throw UsageError("--classes names a class twice.") }
        if model.latentBank != nil, classes.count != model.classes.count {
            throw UsageError(
                "--classes names \(counted(classes.count, "class")), but the model's latent bank has "
                    + "\(model.classes.count): \(model.classes.joined(separator: ", ")). Name as many, in the same order.")
        }
        if !model.classes.isEmpty {
            reporter.warn(
                "the classes \(model.classes.joined(separator: ", ")) are renamed to \(classes.joined(separator: ", "))"
                    + (model.latentBank == nil ? "." : ", also in the latent bank."))
        }
        model.classes = classes
    }

    private func loadModel(_ reporter: Reporter) throws -> SketchModel {
        guard inputs.count == 2 || port != PortOptions() else {
            let file = try WeightFile(contentsOf: BuiltInModels.path(nameOrPath: inputs[0]))
            return try model(file, reporter)
        }
        return try model(WeightFile(stateDicts: inputs, options: port), reporter)
    }

    private func model(_ file: WeightFile, _ reporter: Reporter) throws -> SketchModel {
        let model = try SketchModel(file)
        guard file.format == .pyTorch else { return model }
        if scaleFactor == nil {
            reporter.warn(
                "PyTorch files do not state the scale factor. Give it with --scale-factor: the standard deviation of the "
                    + "training offsets in pixels.")
        }
        if model.configuration.isConditional {
            reporter.warn(
                "PyTorch ports encode drawings that are padded with end rows to the longest training drawing; studio encodes "
                    + "only a drawing's own rows, so its latents differ from those of the port's training.")
        }
        return model
    }
}
