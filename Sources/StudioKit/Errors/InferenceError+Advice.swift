import LatentOps
import SketchInference

extension InferenceError: Advised {
    package var advice: String? {
        switch self {
        case .fileIsChanging: "Try again when it has finished."
        case .unreadableFile: "Check the path and its permissions."
        case .malformedFile(_, .pyTorch, _):
            "Download it again, or save the state dict again: in Python, torch.save(model.state_dict(), 'NEW.pth')."
        case .malformedFile: "Download or convert it again."
        case .foreignFile(_, let kind): kind.advice
        case .halfModel:
            "Give both files: 'studio model convert encoder.pth decoder.pth OUT.safetensors'."
        case .unknownMixtureLayout: "State it: 'studio model convert ... --mixture-layout interleaved' or 'blocks'."
        case .notASketchModel: "Name a weight file; 'studio model convert --help' lists the formats."
        case .notAClassifier: "Train one with 'studio classifier train', or name another file."
        case .missingTensor: "Convert the model again."
        case .nonFiniteWeight: "Use an earlier checkpoint."
        case .unknownModel("-", _): "Models are not read from standard input: name a weight file."
        case .unknownModel(_, known: []): "Reinstall with 'make install', or name a weight file with --model."
        case .unknownModel(let name, let known):
            (Suggestion.nearest(name, among: known).map { "Did you mean '\($0)'? " } ?? "")
                + "The path of a weight file can be given instead."
        case .notLatents: "Give a file written by 'studio encode'."
        case .latentSize: "Use latents from the same model, or name that model with --model."
        case .weightOutOfRange: "Write the model as F32."
        case .notForBrowsers(.noScaleFactor): "State it with --scale-factor."
        case .notForBrowsers(.isConditional(true)): "Write .vae.json."
        case .notForBrowsers(.isConditional(false)): "Write .gen.json."
        case .notForBrowsers: "Write .safetensors."
        case .noEncoder: StudioError.noEncoderAdvice
        case .numericalFailure: "Use another model."
        case .tensorsDoNotFit(_, let mismatch): mismatch.cause.advice
        case .noSuchLatent, .unsupportedConfiguration, .latentCount, .stateSize, .invalidTemperature, .invalidLength,
            .invalidCandidate:
            nil
        }
    }
}

extension ForeignFile {
    fileprivate var advice: String {
        switch self {
        case .empty, .gguf, .text, .other, .json:
            "Name a weight file; 'studio model convert --help' lists the formats."
        case .pyTorchPickle:
            "Save it in the zip form: in Python, torch.save(torch.load('OLD.pth', map_location='cpu'), 'NEW.pth')."
        case .torchScript, .pickle: "Save the state dict instead: in Python, torch.save(model.state_dict(), 'NEW.pth')."
        case .hdf5, .keras, .tensorFlowLite, .savedModel, .onnx:
            "Give the TensorFlow checkpoint that it was made from, or a PyTorch port's state dict."
        case .numPyArchive, .numPyArray: "It may contain drawings or latents; a model is expected here."
        case .zip: "Unpack it, and name the weight file in it."
        case .tensorFlowV1:
            "For a V1 checkpoint, save it again with tf.train.Saver (format V2); for an index, keep its .data files next to it."
        case .tensorFlowGraph: "Name the checkpoint: its .index and .data files in the same folder contain the weights."
        case .tensorFlowJS: "The browser ports' weights are read as .gen.json and .vae.json."
        case .gitLFSPointer: "Fetch the file itself with 'git lfs pull'."
        case .webPage, .xml: "The download failed, or gave a page about the file. Download the file itself."
        case .configuration:
            "Name the checkpoint next to it: the weights are in its .index and .data files, or in a .safetensors file."
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
