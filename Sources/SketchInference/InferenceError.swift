/// The format of a weight file, as messages name it.
public enum WeightKind: String, Sendable {
    case safetensors = "safetensors file"
    case tensorFlow = "TensorFlow checkpoint"
    case browser = "browser-port weight file"
    case pyTorch = "PyTorch file"
}

/// The halves of a conditional model that ports write to files of their own.
public enum ModelHalf: String, Sendable {
    case encoder, decoder
}

/// Why a weight file, latent or request cannot be used. The cases carry facts; `description` states them in a sentence,
/// without advice.
public enum InferenceError: Error, Equatable, Sendable {
    /// The file cannot be opened or read, for the system's `reason`.
    case unreadableFile(path: String, reason: String)
    /// The file kept changing while it was read.
    case fileIsChanging(path: String)
    /// The bytes are not a well-formed file of their kind; `detail` says where and why.
    case malformedFile(file: String, kind: WeightKind, detail: String)
    /// The file is of a kind that contains no weights, or whose weights are not read.
    case foreignFile(file: String, ForeignFile)
    /// The file contains one half of a conditional model.
    case halfModel(file: String, missing: ModelHalf)
    /// The order of an output layer's rows does not follow from the tensors' names.
    case unknownMixtureLayout(file: String, tensor: String)
    /// The file is well formed, but does not contain a sketch-rnn model.
    case notASketchModel(file: String, detail: String)
    /// The file is well formed, but does not contain a classifier of drawings.
    case notAClassifier(file: String, detail: String)
    /// A tensor is missing.
    case missingTensor(file: String, name: String)
    /// The tensors' names or shapes do not match the configuration.
    case tensorsDoNotFit(file: String, TensorMismatch)
    /// A weight is NaN or infinite; `index` counts row-major from 0.
    case nonFiniteWeight(file: String, name: String, index: Int, value: Float)
    /// No built-in model has this name.
    case unknownModel(name: String, known: [String])
    /// The configuration cannot be computed with.
    case unsupportedConfiguration(detail: String)
    /// A latent has the wrong number of values for the model, whose latents have `expected`.
    case latentSize(found: Int, expected: Int)
    /// A decoder state has the wrong number of values: it belongs to a model of another configuration.
    case stateSize(found: Int, expected: Int)
    /// Drawings and latents that belong together differ in number.
    case latentCount(found: Int, expected: Int)
    /// The file is not a list of latents.
    case notLatents(file: String, reason: String)
    /// `file#index` beyond the file's `count` latents.
    case noSuchLatent(file: String, index: Int, count: Int)
    /// A temperature is negative, NaN or infinite.
    case invalidTemperature(Double)
    /// A number of rows to decode is outside 0...`DecodeLength.maximum`.
    case invalidLength(Int)
    /// A candidate's number is outside `DecodeRequest.candidates`.
    case invalidCandidate(Int)
    /// A weight is outside the range of the type it is written as; `index` counts row-major from 0.
    case weightOutOfRange(name: String, index: Int, value: Float, type: String)
    /// The browser ports' format cannot represent the model.
    case notForBrowsers(BrowserLimit)
    /// An encoder was requested of a decoder-only model.
    case noEncoder
    /// Weights or input made the model's output NaN or infinite.
    case numericalFailure(detail: String)
}

extension InferenceError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadableFile(let path, let reason):
            "\(path) cannot be read: \(reason)."
        case .fileIsChanging(let path):
            "\(path) cannot be read: another program is writing to it."
        case .malformedFile(let file, let kind, let detail):
            "\(file) is not a valid \(kind.rawValue): \(detail)."
        case .foreignFile(let file, let kind):
            "\(file) is not a weight file that can be read: it is \(kind)."
        case .halfModel(let file, let missing):
            "\(file) contains the \(missing == .encoder ? "decoder" : "encoder") of a PyTorch model; its "
                + "\(missing.rawValue) is missing."
        case .unknownMixtureLayout(let file, let tensor):
            "\(file): the order of the rows of \(tensor) is not known; ports use this name with six rows per mixture "
                + "component (interleaved) and with six blocks (blocks)."
        case .notASketchModel(let file, let detail):
            "\(file) does not contain a sketch-rnn model: \(detail)."
        case .notAClassifier(let file, let detail):
            "\(file) does not contain a classifier: \(detail)."
        case .missingTensor(let file, let name):
            "\(file) has no tensor \(name)."
        case .tensorsDoNotFit(let file, let mismatch):
            (["\(file) does not match its config: \(mismatch.cause)."] + mismatch.lines).joined(separator: "\n")
        case .nonFiniteWeight(let file, let name, let index, let value):
            "\(file): tensor \(name) contains \(value) at element \(index). Training diverged, or the file is damaged."
        case .unknownModel(let name, let known):
            known.isEmpty
                ? "No built-in model is called '\(name)'; there are none."
                : "No built-in model is called '\(name)'. Built-in models: \(known.joined(separator: ", "))."
        case .unsupportedConfiguration(let detail):
            "This model cannot be run: \(detail)."
        case .latentSize(let found, let expected):
            "The latent has \(found) value\(found == 1 ? "" : "s"); the model needs \(expected)."
        case .stateSize(let found, let expected):
            "The decoder state has \(found) values; the model needs \(expected)."
        case .latentCount(let found, let expected):
            "\(expected) drawings and \(found) latents were given; each drawing needs one."
        case .notLatents(let file, let reason):
            "\(file) is not a list of latents (\(reason))."
        case .noSuchLatent(let file, let index, let count):
            "\(file) contains \(count) latent\(count == 1 ? "" : "s"); #\(index) does not exist (numbers count from 0)."
        case .invalidTemperature(let temperature):
            "The temperature \(temperature) is not a number of at least 0."
        case .invalidCandidate(let candidate):
            "Candidate \(candidate): the number must be from \(DecodeRequest.candidates.lowerBound) to "
                + "\(DecodeRequest.candidates.upperBound)."
        case .invalidLength(let length):
            "\(length) rows cannot be decoded; the number must be from 0 to \(DecodeLength.maximum)."
        case .weightOutOfRange(let name, let index, let value, let type):
            "Element \(index) of \(name) is \(value), outside the range of \(type)."
        case .notForBrowsers(let limit):
            "The browser ports cannot run this model: \(limit)."
        case .noEncoder:
            "The model is decoder-only: it has no encoder and no latents."
        case .numericalFailure(let detail):
            "The model's output is not finite: \(detail). Its weights are probably damaged."
        }
    }
}

/// Why the browser ports cannot run a model.
public enum BrowserLimit: Equatable, Sendable, CustomStringConvertible {
    /// The ports compute only the plain LSTM.
    case cell(CellKind)
    /// The ports have 20 mixture components.
    case mixtureCount(Int)
    /// The format requires a scale factor, and the model states none.
    case noScaleFactor
    /// The format is for a conditional model, and the model is not, or the reverse.
    case isConditional(Bool)

    public var description: String {
        switch self {
        case .cell(let cell): "its cell is \(cell.rawValue), but they support only lstm"
        case .mixtureCount(let count): "it has \(count) mixture components, but they require 20"
        case .noScaleFactor: "its scale factor is not known"
        case .isConditional(true): "it has an encoder, but .gen.json is for decoder-only models"
        case .isConditional(false): "it is decoder-only, but .vae.json is for conditional models"
        }
    }
}
