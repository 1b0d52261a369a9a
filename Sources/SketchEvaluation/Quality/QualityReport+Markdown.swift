import Foundation

extension QualityReport {
    /// The report in Markdown.
    public var markdown: String {
        let counts = sketchesByClass.map { "\($0.sketches) \($0.name)" }.joined(separator: ", ")
        var lines = [
            "# Quality report of \(model.name)", "",
            "Model `\(model.hash)`, classifier `\(classifier.hash)`, seed \(seed). Measured on \(sketches) drawings of the "
                + "\(split) split (\(counts)), at most \(perClass) per class; \(skipped) skipped (more than \(maxSeqLen) "
                + "rows, or no line).", "",
        ]
        lines += Self.table(
            ["Loss", "Value"],
            [
                ["reconstruction, padding counted", Self.number(losses.reconstructionLoss)],
                ["reconstruction, padding masked", Self.number(losses.maskedReconstructionLoss)],
                ["KL", losses.klLoss.map(Self.number) ?? "none"],
            ])
        if let latent {
            lines += ["Active latent dimensions: \(latent.activeDimensions) of \(latent.dimensions).", ""]
        }
        if let inputs, !reconstructions.isEmpty {
            lines += ["## Reconstructions", ""] + reconstructionTable(inputs)
        }
        if !samples.isEmpty { lines += ["## Samples", ""] + sampleTable }
        if interpolations != nil || analogies != nil { lines += ["## Interpolations and analogies", ""] + latentTable }
        if inputs?.nearest != nil {
            lines += ["## Distance to the nearest of \(trainingSketches) training drawings", ""] + nearestTable
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A row for the inputs, the upper bound, then one for each temperature.
    private func reconstructionTable(_ inputs: Inputs) -> [String] {
        let names = inputs.classes.count > 1 ? inputs.classes.map(\.name) : []
        func shares(_ classes: [ClassResult]) -> [String] {
            names.map { name in Self.percent(classes.first { $0.name == name }?.accuracy) }
        }
        return Self.table(
            ["Drawings", "Classified", "Accuracy"] + names + ["Terminated", "Degenerate"],
            [["inputs", "\(inputs.classified)", Self.percent(inputs.accuracy)] + shares(inputs.classes) + ["", ""]]
                + reconstructions.map {
                    ["T = \($0.temperature)", "\($0.classified)", Self.percent($0.accuracy)] + shares($0.classes)
                        + [Self.percent($0.terminated), Self.percent($0.degenerate)]
                })
    }

    private var sampleTable: [String] {
        Self.table(
            ["Drawings", "Count", "Of the model's classes", "Terminated", "Degenerate", "Classified as"],
            samples.map { drawn in
                let shown = drawn.classes.prefix(4).map {
                    "\($0.name) \(Self.percent(Double($0.sketches) / Double(max(drawn.sketches, 1))))"
                }
                return [
                    "T = \(drawn.temperature)", "\(drawn.sketches)", Self.percent(drawn.accuracy),
                    Self.percent(drawn.terminated), Self.percent(drawn.degenerate), shown.joined(separator: ", "),
                ]
            })
    }

    private var latentTable: [String] {
        var rows: [[String]] = []
        if let interpolations {
            rows.append([
                "interpolations of \(interpolations.pairs) pairs with both ends classified correctly",
                Self.percent(interpolations.endpointAccuracy),
            ])
            rows.append([
                "path smoothness: largest of \(interpolations.steps - 1) steps / mean step, median",
                interpolations.largestOverMeanStep.map { Self.number($0.median) } ?? "-",
            ])
            rows.append([
                "mean step; end to end (medians)",
                [interpolations.meanStep, interpolations.endToEnd].map { $0.map { Self.number($0.median) } ?? "-" }.joined(
                    separator: "; "),
            ])
        }
        if let analogies {
            rows.append(["\(analogies.count) analogies C + (B - A) classified as B's class", Self.percent(analogies.accuracy)])
        }
        return Self.table(["Measure", "Value"], rows)
    }

    private var nearestTable: [String] {
        func row(_ name: String, _ nearest: Distribution?, _ nearCopyRate: Double?) -> [String]? {
            nearest.map {
                [
                    name, Self.number($0.minimum), Self.number($0.percentile10), Self.number($0.median),
                    nearCopyRate.map(Self.percent) ?? "",
                ]
            }
        }
        let rows =
            [row(["test", "validation"].contains(split) ? "unseen drawings" : "inputs (\(split))", inputs?.nearest, nil)]
            + reconstructions.map { row("reconstructions, T = \($0.temperature)", $0.nearest, $0.nearCopyRate) }
            + samples.map { row("samples, T = \($0.temperature)", $0.nearest, $0.nearCopyRate) }
        return Self.table(
            ["Drawings", "Minimum", "10 %", "Median", "Near-copy rate"], rows.compactMap { $0 })
    }

    /// A Markdown table with the first column aligned left, followed by an empty line.
    private static func table(_ head: [String], _ rows: [[String]]) -> [String] {
        let rule = head.indices.map { $0 == 0 ? "---" : "---:" }
        return ([head, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" } + [""]
    }

    private static func percent(_ share: Double?) -> String {
        share.map { String(format: "%.1f %%", $0 * 100) } ?? "-"
    }

    private static func number(_ value: Double) -> String { String(format: "%.3f", value) }
}
