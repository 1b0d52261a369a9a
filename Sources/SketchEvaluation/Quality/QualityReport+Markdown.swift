import Foundation

extension QualityReport {
    /// The report as a page to read.
    public var markdown: String {
        let counts = sketchesByClass.map { "\($0.sketches) \($0.name)" }.joined(separator: ", ")
        var lines = [
            "# How \(model.name) draws", "",
            "Model `\(model.hash)`, classifier `\(classifier.hash)`, seed \(seed). Measured on \(sketches) drawings of the "
                + "\(split) split (\(counts)), at most \(perClass) of a class; \(skipped) left out, being longer than "
                + "\(maxSeqLen) rows or without a line.", "",
        ]
        lines += Self.table(
            ["Loss", "Value"],
            [
                ["reconstruction, padding counted", Self.number(losses.reconstructionLoss)],
                ["reconstruction, padding left out", Self.number(losses.maskedReconstructionLoss)],
                ["KL", losses.klLoss.map(Self.number) ?? "none"],
            ])
        if let latent {
            lines += ["Active latent dimensions: \(latent.activeDimensions) of \(latent.dimensions).", ""]
        }
        if let inputs, !reconstructions.isEmpty {
            lines += ["## Reconstructions", ""] + reconstructionTable(inputs)
        }
        if !samples.isEmpty { lines += ["## Samples", ""] + sampleTable }
        if interpolations != nil || analogies != nil { lines += ["## Ways and analogies", ""] + wayTable }
        if inputs?.nearest != nil {
            lines += ["## Distance to the nearest of \(trainingSketches) training drawings", ""] + nearestTable
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A row for the inputs, the ceiling, then one for each temperature.
    private func reconstructionTable(_ inputs: Inputs) -> [String] {
        let names = inputs.classes.count > 1 ? inputs.classes.map(\.name) : []
        func shares(_ classes: [ClassShare]) -> [String] {
            names.map { name in Self.percent(classes.first { $0.name == name }?.right) }
        }
        return Self.table(
            ["Drawings", "Judged", "Right"] + names + ["Ended", "Degenerate"],
            [["the inputs themselves", "\(inputs.judged)", Self.percent(inputs.right)] + shares(inputs.classes) + ["", ""]]
                + reconstructions.map {
                    ["T = \($0.temperature)", "\($0.judged)", Self.percent($0.right)] + shares($0.classes)
                        + [Self.percent($0.ended), Self.percent($0.degenerate)]
                })
    }

    private var sampleTable: [String] {
        Self.table(
            ["Drawings", "Count", "Of the model's classes", "Ended", "Degenerate", "Judged to show"],
            samples.map { drawn in
                let shown = drawn.classes.prefix(4).map {
                    "\($0.name) \(Self.percent(Double($0.sketches) / Double(max(drawn.sketches, 1))))"
                }
                return [
                    "T = \(drawn.temperature)", "\(drawn.sketches)", Self.percent(drawn.right),
                    Self.percent(drawn.ended), Self.percent(drawn.degenerate), shown.joined(separator: ", "),
                ]
            })
    }

    private var wayTable: [String] {
        var rows: [[String]] = []
        if let ways = interpolations {
            rows.append([
                "interpolations of \(ways.pairs) pairs whose two ends are judged right", Self.percent(ways.endsRight),
            ])
            rows.append([
                "largest of their \(ways.steps - 1) steps over the mean step, median",
                ways.largestOverMeanStep.map { Self.number($0.median) } ?? "-",
            ])
            rows.append([
                "mean step; from end to end (medians)",
                [ways.meanStep, ways.endToEnd].map { $0.map { Self.number($0.median) } ?? "-" }.joined(separator: "; "),
            ])
        }
        if let analogies {
            rows.append(["\(analogies.count) analogies C + (B - A) judged to show B's class", Self.percent(analogies.right)])
        }
        return Self.table(["Measure", "Value"], rows)
    }

    private var nearestTable: [String] {
        func row(_ name: String, _ nearest: Distribution?, _ nearer: Double?) -> [String]? {
            nearest.map {
                [
                    name, Self.number($0.minimum), Self.number($0.percentile10), Self.number($0.median),
                    nearer.map(Self.percent) ?? "",
                ]
            }
        }
        let rows =
            [row("unseen drawings", inputs?.nearest, nil)]
            + reconstructions.map { row("reconstructions, T = \($0.temperature)", $0.nearest, $0.nearerThanUnseen) }
            + samples.map { row("samples, T = \($0.temperature)", $0.nearest, $0.nearerThanUnseen) }
        return Self.table(
            ["Drawings", "Least", "10 %", "Median", "Nearer than 99 % of the unseen"], rows.compactMap { $0 })
    }

    /// A Markdown table, its first column to the left, followed by an empty line.
    private static func table(_ head: [String], _ rows: [[String]]) -> [String] {
        let rule = head.indices.map { $0 == 0 ? "---" : "---:" }
        return ([head, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" } + [""]
    }

    private static func percent(_ share: Double?) -> String {
        share.map { String(format: "%.1f %%", $0 * 100) } ?? "-"
    }

    private static func number(_ value: Double) -> String { String(format: "%.3f", value) }
}
