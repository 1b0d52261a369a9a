import SketchTraining

extension TrainingError: Advised {
    package var advice: String? {
        switch self {
        case .tooFewDrawings: "Add drawings, or accept longer ones with --max-seq-len."
        case .tooFewClasses: "Give drawings of more classes."
        case .notANumber, .classifierDiverged: "Train again with a lower --learning-rate."
        case .directoryInUse: "Continue it with --resume, or choose another folder."
        case .nothingToResume: "Start without --resume."
        case .initialModelMismatch: "Leave out the options that contradict the model, or name another one with --init."
        case .otherRun: "Use the settings and the data of that run, or choose another folder."
        case .noOpenBLAS: "Install it (Debian and Ubuntu: libopenblas0)."
        case .unknownTensor, .tensorShape: "Convert the model again."
        case .badCheckpoint: "Start again in another folder; --init can use the best model of this one."
        case .outOfRange, .invalidHyperparameter: nil
        }
    }
}
