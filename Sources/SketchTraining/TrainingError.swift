/// What can go wrong in training. Each case carries the facts; `description` states them in one sentence. How to do better
/// depends on the caller; the command line adds advice that names its options.
public enum TrainingError: Error, Equatable, Sendable {
    /// A setting is outside its range.
    case outOfRange(name: String, value: Double, lower: Double, upper: Double)
    /// Text that does not set a hyperparameter: `setting` as given, and why.
    case invalidHyperparameter(setting: String, reason: String)
    /// A split has too few usable drawings.
    case tooFewDrawings(split: String, count: Int, needed: Int)
    /// The training drawings show fewer than two classes.
    case tooFewClasses([String])
    /// The loss of a step, or a weight after it, is not finite or too large to be stored; `checkpoint` is the path of the last
    /// valid state, or nil if none was saved.
    case notANumber(step: Int, checkpoint: String?)
    /// The loss of a classifier's step is not finite.
    case classifierDiverged(step: Int)
    /// A new run was requested in a folder that already contains one.
    case directoryInUse(String)
    /// A new run was requested in a folder with other contents; `files` are the names of its files.
    case folderNotEmpty(String, files: [String])
    /// Another training is running in the folder; `process` is its number, or nil if it is unknown.
    case runIsLocked(folder: String, process: Int?)
    /// A run was to be resumed in a folder without a checkpoint.
    case nothingToResume(String)
    /// The initial model has other cells or sizes than the run; `differences` names each with both values.
    case initialModelMismatch(model: String, differences: [String])
    /// A checkpoint that cannot be read.
    case badCheckpoint(path: String, reason: String)
    /// The checkpoint does not state where its drawings are, or they came from a pipe.
    case unknownSource(path: String)
    /// A checkpoint of a run with other data or settings; `difference` names them.
    case otherRun(path: String, difference: String)
    /// A file that is not the log of a run; `reason` says why.
    case badLog(path: String, reason: String)
    /// The processes of a training cannot share its slices evenly.
    case ranks(count: Int, slices: Int)
    /// A process read other drawings, or has other settings, than the first one.
    case ranksDiffer(rank: Int)
    /// Several processes were started, and MPI is not available.
    case noMPI(reason: String)
    /// A tensor that the configuration does not have, or that is missing from the weights.
    case unknownTensor(name: String)
    /// A tensor of the wrong shape.
    case tensorShape(name: String, found: [Int], expected: [Int])
    /// OpenBLAS cannot be loaded; `reason` is the system's.
    case noOpenBLAS(reason: String)
}

extension TrainingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .outOfRange(let name, let value, let lower, let upper):
            "\(name) is \(Self.text(value)), but must be from \(Self.text(lower)) to \(Self.text(upper))"
        case .invalidHyperparameter(let setting, let reason):
            "the hyperparameter '\(setting)' cannot be set: \(reason)"
        case .tooFewDrawings(let split, let count, let needed):
            "the \(split) split contains \(count) usable drawing\(count == 1 ? "" : "s"), and at least \(needed) "
                + "\(needed == 1 ? "is" : "are") needed"
        case .tooFewClasses(let classes):
            "a classifier needs training drawings of at least two classes, and these show "
                + (classes.isEmpty ? "none" : "only \(classes.joined(separator: ", "))")
        case .classifierDiverged(let step):
            "the loss is not a number at step \(step); training has stopped and nothing was written"
        case .notANumber(let step, let checkpoint):
            "the loss diverged at step \(step); the run has stopped, and "
                + (checkpoint.map { "\($0) contains the last valid state" } ?? "no checkpoint had been saved")
        case .directoryInUse(let path):
            "\(path) already contains a training run"
        case .folderNotEmpty(let path, let files):
            "\(path) contains other files (\(files.prefix(3).joined(separator: ", "))"
                + (files.count > 3 ? " and \(files.count - 3) more)" : ")")
        case .runIsLocked(let path, let process):
            "another training is running in \(path)" + (process.map { " (process \($0))" } ?? "")
        case .ranks(let count, let slices):
            "\(count) processes cannot share \(slices) gradient slices: both must be such that each process has the same number, "
                + "and the number of processes must be a power of two"
        case .ranksDiffer(let rank): "process \(rank) has other drawings or settings than process 0"
        case .noMPI(let reason): "several processes were started for one training, but \(reason)"
        case .nothingToResume(let path):
            "\(path) contains no checkpoint to resume from"
        case .initialModelMismatch(let model, let differences):
            "this run cannot start from \(model): \(differences.joined(separator: "; "))"
        case .badCheckpoint(let path, let reason):
            "training cannot be resumed from \(path): \(reason)"
        case .unknownSource(let path):
            "\(path) does not state where its drawings are"
        case .otherRun(let path, let difference):
            "\(path) belongs to a run with \(difference)"
        case .badLog(let path, let reason):
            "\(path) is not the log of a training run (\(reason))"
        case .unknownTensor(let name):
            "there is no tensor \(name)"
        case .tensorShape(let name, let found, let expected):
            "the tensor \(name) has the shape \(found), but must have \(expected)"
        case .noOpenBLAS(let reason):
            "OpenBLAS cannot be loaded (\(reason))"
        }
    }

    static func text(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
