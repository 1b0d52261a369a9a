import SketchTraining

extension TrainingError: Advised {
    package var advice: String? {
        switch self {
        case .tooFewDrawings: "Add drawings, or raise --max-seq-len."
        case .tooFewClasses: "Add drawings of other classes."
        // A run can be resumed only with its own learning rate.
        case .notANumber, .classifierDiverged: "Train again with a lower --learning-rate."
        case .directoryInUse: "Continue it with --resume, choose another folder, or replace it with --force."
        case .folderNotEmpty:
            "Choose another folder, or use --force, which replaces model.safetensors, checkpoint.safetensors and log.jsonl."
        case .runIsLocked: "Wait until it ends, or choose another folder."
        case .nothingToResume: "Start without --resume."
        case .initialModelMismatch: "Omit these options, or start from another model."
        case .unknownSource: "Name the files of drawings again."
        case .otherRun: "Use the same settings and data, or another folder."
        case .noOpenBLAS(let reason):
            "Training and evaluation need it" + (reason.contains("ulimit") ? "." : "; install libopenblas0 (Debian, Ubuntu).")
        case .unknownTensor, .tensorShape: "Convert the model again."
        case .badCheckpoint: "Start again in another folder; --init can use the best model of this one."
        case .ranks: "Start another number of processes, or set --slices."
        case .ranksDiffer: "Give all processes the same files and options."
        case .noMPI: "Start one process, or build with 'swift build --traits MPI'."
        case .badLog: "Give a folder written by 'studio train'."
        case .outOfRange, .invalidHyperparameter: nil
        }
    }

    package var beginsWithWord: Bool {
        switch self {
        case .outOfRange, .directoryInUse, .folderNotEmpty, .nothingToResume, .unknownSource, .otherRun, .badLog:
            false
        case .invalidHyperparameter, .tooFewDrawings, .tooFewClasses, .notANumber, .classifierDiverged,
            .initialModelMismatch, .badCheckpoint, .runIsLocked, .unknownTensor, .tensorShape, .noOpenBLAS, .ranks,
            .ranksDiffer, .noMPI:
            true
        }
    }
}
