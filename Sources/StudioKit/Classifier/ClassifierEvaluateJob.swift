import SketchCore
import SketchEvaluation
import SketchSupport

/// Measures a classifier's accuracy, overall and per class.
package struct ClassifierEvaluateJob {
    /// Files or folders of drawings.
    package var data: [String]
    package var reading = Reading()
    package var split = SplitChoice.test
    /// A classifier file; nil for the built-in classifier.
    package var classifier: String?
    package var threads = Threads.automatic

    package init(data: [String]) { self.data = data }

    /// - Throws: `StudioError.nothingToJudge`, or what reading and classifying throw.
    package func run(_ reporter: Reporter) throws -> ClassifierEvaluateResult {
        let classifier = try SketchClassifier(nameOrBuiltIn: classifier)
        var strokes: [Stroke3] = []
        var truths: [String] = []
        var skipped = 0
        try reading.forEachRecord(in: data, reporter: reporter) { record in
            guard split.includes(record) else { return }
            guard classifier.classes.contains(record.sketch.name),
                let own = try? record.strokesForModel(classifier.preprocessing)
            else {
                skipped += 1
                return
            }
            strokes.append(own)
            truths.append(record.sketch.name)
        }
        var table = ConfusionTable()
        for (truth, judgement) in zip(truths, try classifier.judge(strokes, threads: threads)) {
            table.add(truth: truth, label: judgement.label)
        }
        guard table.count > 0 else { throw StudioError.nothingToJudge(skipped: skipped, classes: classifier.classes) }
        return ClassifierEvaluateResult(table: table, skipped: skipped)
    }
}

/// How often a classifier is right.
package struct ClassifierEvaluateResult: JobResult {
    package let table: ConfusionTable
    /// Drawings without a line, or of classes that the classifier does not know.
    package let skipped: Int

    package var jsonText: String {
        func number(_ value: Double?) -> JSONValue { value.map(JSONValue.double) ?? .null }
        let classes = table.truths.map { truth in
            JSONValue.object([
                ("name", .string(truth)), ("sketches", .integer(table.count(of: truth))),
                ("accuracy", number(table.accuracy(of: truth))),
                ("most_taken_for", .optional(table.likeliestMistake(for: truth)?.label)),
            ])
        }
        return JSONValue.object([
            ("sketches", .integer(table.count)), ("skipped", .integer(skipped)),
            ("accuracy", number(table.accuracy)), ("mean_class_accuracy", number(table.meanClassAccuracy)),
            ("classes", .array(classes)),
        ]).text
    }

    /// A Markdown table, classes in the order of the files.
    package var lines: [String] {
        func percent(_ share: Double?) -> String { share.map { Reporter.short($0 * 100) + " %" } ?? "-" }
        let rows = table.truths.map { truth in
            let mistake = table.likeliestMistake(for: truth).map { "\($0.label) (\(percent($0.share)))" } ?? "-"
            return "| \(truth) | \(table.count(of: truth)) | \(percent(table.accuracy(of: truth))) | \(mistake) |"
        }
        let total =
            "| all | \(table.count) | \(percent(table.accuracy)) | mean over classes \(percent(table.meanClassAccuracy)) |"
        return ["| Class | Drawings | Accuracy | Most frequent error |", "| --- | ---: | ---: | --- |"] + rows + [total]
    }
}
