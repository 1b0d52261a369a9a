import SketchFormats
import SketchSupport
import SketchTraining

/// How a training ended.
public struct TrainResult: JobResult {
    /// The run's folder.
    public let directory: String
    /// The best model so far.
    public let modelPath: String
    public let summary: TrainingSummary
    /// The number of training drawings.
    public let sketches: Int
    /// Drawings that were read and not used.
    public let skipped: SkipReport
    /// How a fine-tuning ended; nil for a run that was stopped or started from fresh weights.
    public let report: FineTuningReport?
    /// False in all processes but the first of a training that several share.
    public let isPrinted: Bool

    public var lines: [String] { [modelPath] }

    public var jsonText: String {
        var fields: [(String, JSONValue)] = [
            ("output", .string(directory)), ("model", .string(modelPath)), ("step", .integer(summary.step)),
            ("best_step", .integer(summary.bestStep)), ("best_cost", .double(summary.bestCost)),
            ("stopped", .boolean(summary.wasStopped)), ("ended_early", .boolean(summary.endedEarly)),
            ("sketches", .integer(sketches)), ("skipped", .integer(skipped.count)), ("left_out", skipped.json),
        ]
        if let report { fields.append(("fine_tuning", report.json)) }
        return JSONValue.object(fields).text
    }
}
