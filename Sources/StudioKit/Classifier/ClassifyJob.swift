import SketchCore
import SketchEvaluation
import SketchSupport

/// Classifies drawings.
package struct ClassifyJob {
    /// Files of drawings.
    package var files: [String]
    package var reading = Reading()
    /// A classifier file; nil for the built-in classifier.
    package var classifier: String?
    package var threads = Threads.automatic

    package init(files: [String]) { self.files = files }

    /// The probabilities of every drawing's class.
    package struct Result: JobResult {
        package let classes: [String]
        package let judgements: [(source: String, judgement: ClassJudgement)]

        package var jsonText: String {
            let list = judgements.map { source, judgement in
                JSONValue.object([
                    ("source", .string(source)), ("label", .optional(judgement.label)),
                    ("probabilities", .floats(judgement.probabilities)),
                ])
            }
            return JSONValue.object([
                ("classes", .array(classes.map(JSONValue.string))), ("judgements", .array(list)),
            ]).text
        }

        package var lines: [String] {
            zip(judgements.map(\.source).padded, judgements).map { source, item in
                let share = Int(((item.judgement.probabilities.max() ?? 0) * 100).rounded())
                return "\(source)\(item.judgement.label ?? "nothing")  \(share) %"
            }
        }
    }

    /// - Throws: `SketchDataError`, `SketchError`, `InferenceError`.
    package func run(_ reporter: Reporter) throws -> Result {
        let classifier = try SketchClassifier(nameOrBuiltIn: classifier)
        let drawings = try Drawing.read(files, reading, reporter: reporter)
        let strokes = try drawings.map { try $0.record.strokesForModel(classifier.preprocessing) }
        let judgements = try classifier.judge(strokes, threads: threads)
        return Result(
            classes: classifier.classes, judgements: Array(zip(drawings.map(\.sketch.source), judgements)))
    }
}
