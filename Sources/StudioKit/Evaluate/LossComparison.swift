import SketchSupport

/// The losses of one or several models over the same files.
public struct LossComparison: Sendable {
    /// A report per model, in the order given.
    public private(set) var reports: [LossReport]

    init(reports: [LossReport]) { self.reports = reports }

    mutating func add(_ drawing: DrawingLosses) {
        for (index, model) in drawing.models.enumerated() { reports[index].add(model, className: drawing.className) }
    }

    /// - Throws: `StudioError.nothingToEvaluate` if a model could use none of the drawings.
    func requireDrawings() throws {
        for report in reports where report.sketches == 0 {
            throw StudioError.nothingToEvaluate(skipped: report.skipped, longest: report.maxLength)
        }
    }

    /// The differences between the models that make losses incomparable, as sentences.
    var warnings: [String] {
        var sentences: [String] = []
        if hasSeveral(\.maxLength) {
            sentences.append(
                "the models have different max_seq_len (\(values { "\($0.maxLength)" })). Losses are divided by it, so they cannot "
                    + "be compared; compare the losses per row.")
        }
        if hasSeveral(\.sketches) {
            sentences.append(
                "the models were measured with different drawings (\(values { "\($0.sketches)" })), because drawings longer than "
                    + "max_seq_len are skipped.")
        }
        if hasSeveral(\.scaleFactor) {
            let factors = values { report in report.scaleFactor.map { JSONValue.double($0).text } ?? "unknown" }
            sentences.append(
                "the models have different scale factors (\(factors)). Offset losses are log densities in model units, and "
                    + "differ by twice the logarithm of the scale factor per row.")
        }
        return sentences
    }

    private func hasSeveral<Value: Hashable>(_ path: KeyPath<LossReport, Value>) -> Bool {
        Set(reports.map { $0[keyPath: path] }).count > 1
    }

    private func values(_ text: (LossReport) -> String) -> String { reports.map(text).joined(separator: ", ") }

    /// One model's object, or `models` and `warnings`.
    var jsonText: String {
        if reports.count == 1 { return reports[0].json.text }
        return JSONValue.object([
            ("models", .array(reports.map(\.json))), ("warnings", .array(warnings.map(JSONValue.string))),
        ]).text
    }

    /// One model's numbers, or a table with a row per model and one per class and model.
    var lines: [String] {
        if reports.count == 1 { return reports[0].lines }
        let names = reports.map(\.model)
        var rows = zip(reports, names).map { [$1, "\($0.maxLength)"] + $0.cells($0.all) }
        rows.insert(["model", "max_seq_len"] + LossReport.columns, at: 0)
        var classes: [String] = []
        for name in reports.flatMap({ $0.classes.map(\.name) }) where !classes.contains(name) { classes.append(name) }
        guard classes.count > 1 else { return TextTable.lines(rows) }
        let classRows = classes.flatMap { name in
            zip(reports, names).compactMap { report, model in
                report.classes.first { $0.name == name }.map { ["\(name), \(model)"] + report.cells($0.tally) }
            }
        }
        return TextTable.lines(rows) + [""] + TextTable.lines([["class, model"] + LossReport.columns] + classRows)
    }
}
