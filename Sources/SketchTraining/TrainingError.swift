/// What can go wrong in training, each with one sentence that says what to do.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
    case badParameter(name: String, value: Double, lower: Double, upper: Double)
    case badHyperparameter(String, String)
    case tooFewDrawings(split: String, count: Int, needed: Int)
    case tooFewClasses([String])
    case notANumber(step: Int, checkpoint: String)
    case classifierDiverged(step: Int)
    case directoryInUse(String)
    case nothingToResume(String)
    case otherShape(model: String, [String])
    case badCheckpoint(path: String, reason: String)
    case otherRun(path: String, what: String)
    case noOpenBLAS(reason: String)

    public var description: String {
        switch self {
        case .badParameter(let name, let value, let lower, let upper):
            "\(name) is \(Self.text(value)), but must lie between \(Self.text(lower)) and \(Self.text(upper))"
        case .badHyperparameter(let setting, let reason):
            "\(setting) cannot be set: \(reason)"
        case .tooFewDrawings(let split, let count, let needed):
            "the \(split) split holds \(count) usable drawings and at least \(needed) are needed; "
                + "add data, allow longer drawings or take a smaller batch"
        case .tooFewClasses(let classes):
            "the training drawings show \(classes.isEmpty ? "nothing" : classes.joined(separator: ", ")), and a "
                + "classifier tells at least two classes apart; give drawings of more"
        case .classifierDiverged(let step):
            "the loss is not a number at step \(step), so the training has stopped and nothing was written; "
                + "try a lower learning rate"
        case .notANumber(let step, let checkpoint):
            "the loss is not a number at step \(step), so the run has stopped; \(checkpoint) holds the last "
                + "good state: resume it with a lower learning rate"
        case .directoryInUse(let path):
            "\(path) already holds a training run; continue it with --resume or choose another directory"
        case .nothingToResume(let path):
            "\(path) holds no checkpoint to resume; start without --resume"
        case .otherShape(let model, let differences):
            "\(model) cannot be what this run starts from: \(differences.joined(separator: "; ")); leave out the "
                + "options that say otherwise, or start from another model"
        case .badCheckpoint(let path, let reason):
            "\(path) cannot be resumed: \(reason)"
        case .otherRun(let path, let what):
            "\(path) belongs to a run with \(what); give the same settings and data, or another directory"
        case .noOpenBLAS(let reason):
            "training and evaluation need OpenBLAS, which cannot be loaded (\(reason)); install it "
                + "(Debian and Ubuntu: libopenblas0)"
        }
    }

    private static func text(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
