import LatentOps
import SketchInference

extension InferenceError: Advised {
    package var advice: String? {
        switch self {
        case .fileIsChanging: "Try again when it has finished."
        case .unreadableFile: "Check the path and its permissions."
        case .malformedFile: "Download or convert it again."
        case .notASketchModel: "Convert the model with 'studio model convert', or name another file."
        case .notAClassifier: "Train one with 'studio classifier train', or name another file."
        case .missingTensor: "Convert the model again."
        case .nonFiniteWeight: "Use an earlier checkpoint."
        case .unknownModel(_, known: []): "Reinstall with 'make install', or name a weight file with --model."
        case .unknownModel: "The path of a weight file can be given instead."
        case .notLatents: "Give a file written by 'studio encode'."
        case .latentSize: "Use latents from the same model, or name that model with --model."
        case .weightOutOfRange: "Write the model as F32."
        case .notForBrowsers(.noScaleFactor): "State it with --scale-factor."
        case .notForBrowsers(.isConditional(true)): "Write .vae.json."
        case .notForBrowsers(.isConditional(false)): "Write .gen.json."
        case .notForBrowsers: "Write .safetensors."
        case .noEncoder: "Use a conditional model, or 'studio sample'."
        case .numericalFailure: "Use another model."
        case .tensorsDoNotFit(_, let mismatch): mismatch.cause.advice
        case .unsupportedConfiguration, .latentCount, .stateSize, .invalidTemperature, .invalidLength,
            .invalidCandidate: nil
        }
    }
}

extension TensorMismatch.Cause {
    fileprivate var advice: String {
        switch self {
        case .names: "Rename them, or convert the original weights."
        case .isConditional(let isConditional): "Set \"conditional\" to \(isConditional) in its config."
        case .cell, .sizes: "Correct the config."
        case .shapes, .missing: "Convert the original weights again."
        }
    }
}

extension LatentOpsError: Advised {
    package var advice: String? {
        switch self {
        case .sizesDiffer: "Encode both drawings with the same model."
        case .nonFinite: "Encode the drawing again."
        case .notPositiveDefinite, .emptyBank: "Use --prior standard."
        case .stepCount: nil
        }
    }
}
