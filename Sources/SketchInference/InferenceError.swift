/// What a file of weights was taken for, in a message's words.
public enum WeightKind: String, Sendable {
    case safetensors = "safetensors file"
    case tensorFlow = "TensorFlow checkpoint"
    case browser = "browser-port weight file"
}

/// What can go wrong between a weight file and a drawing. Each case carries the facts; the sentence is
/// built in `description`, which names the file, what is wrong, where, and what to do.
public enum InferenceError: Error, Equatable, Sendable {
    /// The file cannot be opened, mapped or read; `reason` is the system's.
    case unreadableFile(path: String, reason: String)
    /// The bytes are not a well-formed file of their kind; `detail` says where they stop being one.
    case malformedFile(file: String, kind: WeightKind, detail: String)
    /// The file is well formed, but does not describe a sketch-rnn model.
    case notASketchModel(file: String, detail: String)
    /// The file is well formed, but does not describe a classifier of drawings.
    case notAClassifier(file: String, detail: String)
    /// A tensor was asked for that is not there.
    case missingTensor(file: String, name: String)
    /// The tensors' names or shapes and the configuration disagree.
    case tensorsDoNotFit(file: String, TensorMismatch)
    /// A weight is NaN or infinite; `index` counts row-major from 0.
    case nonFiniteWeight(file: String, name: String, index: Int, value: Float)
    /// No built-in model has this name.
    case unknownModel(name: String, known: [String])
    /// The configuration asks for something that cannot be computed.
    case unsupportedConfiguration(detail: String)
    /// A latent vector has the wrong length for the model (Z values expected).
    case latentSize(found: Int, expected: Int)
    /// A value that a caller passed cannot be used.
    case invalidArgument(detail: String)
    /// A decoder-only model was asked for what needs an encoder.
    case noEncoder
    /// Weights or input drove the model's output to NaN or infinity.
    case numericalFailure(detail: String)
}

extension InferenceError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadableFile(let path, let reason):
            "Cannot read \(path): \(reason). Check the path and its permissions."
        case .malformedFile(let file, let kind, let detail):
            "\(file) is not a usable \(kind.rawValue): \(detail). Fetch or convert it again."
        case .notASketchModel(let file, let detail):
            "\(file) does not hold a sketch-rnn model: \(detail). "
                + "Convert the model with `studio model convert`, or name another file."
        case .notAClassifier(let file, let detail):
            "\(file) does not hold a classifier of drawings: \(detail). "
                + "Make one with `studio classifier train`, or name another file."
        case .missingTensor(let file, let name):
            "\(file) lacks the tensor \(name). Convert the model again."
        case .tensorsDoNotFit(let file, let mismatch):
            (["\(file) does not fit its config: \(mismatch.cause)."] + mismatch.lines).joined(separator: "\n")
        case .nonFiniteWeight(let file, let name, let index, let value):
            "\(file): tensor \(name) holds \(value) at element \(index). The training that wrote it "
                + "diverged or the file is damaged; use an earlier checkpoint."
        case .unknownModel(let name, let known):
            "There is no built-in model called '\(name)'. "
                + (known.isEmpty
                    ? "None lie beside the program; give the path of a weight file."
                    : "Known: \(known.joined(separator: ", ")); or give the path of a weight file.")
        case .unsupportedConfiguration(let detail):
            "This model cannot be run: \(detail)."
        case .latentSize(let found, let expected):
            "A latent vector of \(found) values was given, but the model's has \(expected). "
                + "Use latents that the same model encoded."
        case .invalidArgument(let detail):
            "\(detail)."
        case .noEncoder:
            "This model is decoder-only: it has no encoder and no latent space. "
                + "Use a conditional model, or `studio sample`."
        case .numericalFailure(let detail):
            "The model's output is not finite: \(detail). Its weights are probably damaged; use another model."
        }
    }
}
