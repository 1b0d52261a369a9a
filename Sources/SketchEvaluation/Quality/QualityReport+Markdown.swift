import FoundationEssentials

extension QualityReport {
    /// The report in Markdown.
    public var markdown: String {
        let counts = sketchesByClass.map { "\($0.sketches) \($0.name)" }.joined(separator: ", ")
        var lines = [
            "# Quality report of \(model.name)", "",
            "Model `\(model.hash)`, classifier `\(classifier.hash)`"
                + (pictureClassifier.map { ", picture classifier `\($0.hash)`" } ?? "")
                + ", seed \(seed). Measured on \(sketches) drawings of the "
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
        if let chosen {
            lines += [
                "Every measure is given for drawings made as in the paper (plain) and for drawings chosen with the commands' "
                    + "defaults (chosen): \(chosen.procedure).", "",
            ]
        }
        if pictureClassifier != nil {
            lines += [
                "Strokes and picture are the two classifiers; +- is a 95 % interval. The Fréchet distance, precision and recall "
                    + "are by the features of the picture classifier: they cannot be compared with numbers of other "
                    + "classifiers or protocols.", "",
            ]
        }
        if let inputs, !reconstructions.isEmpty {
            lines += ["## Reconstructions", ""] + reconstructionTable(inputs) + classTable(inputs)
        }
        if !samples.isEmpty { lines += ["## Samples", ""] + sampleTable }
        if let classes = chosen?.sampledClasses, !classes.isEmpty {
            lines += ["## Samples by class, recognised by the picture classifier among all its classes", ""]
            lines += Self.table(
                ["Class", "Samples", "Recognised"],
                classes.map { [$0.name, "\($0.sketches)", Self.percent($0.accuracy)] })
        }
        if interpolations != nil || analogies != nil { lines += ["## Interpolations and analogies", ""] + latentTable }
        if inputs?.nearest != nil {
            lines += ["## Distance to the nearest of \(trainingSketches) training drawings", ""] + nearestTable
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The procedures with their names.
    private var procedures: [(name: String, results: Results)] {
        let plain = Results(
            procedure: "plain", reconstructions: reconstructions, samples: samples, interpolations: interpolations,
            analogies: analogies)
        return [("plain", plain)] + (chosen.map { [("chosen", $0)] } ?? [])
    }

    /// A row for the inputs, the upper bound, then one for each temperature and procedure.
    private func reconstructionTable(_ inputs: Inputs) -> [String] {
        let rows = procedures.flatMap { name, results in
            results.reconstructions.map { own in
                [
                    "T = \(own.temperature), \(name)", Self.percent(own.accuracy), Self.share(own.picture?.right),
                    Self.number(own.inputDistance?.value), Self.share(own.retrievalTop1), Self.share(own.retrievalTop10),
                    Self.percent(own.terminated), Self.percent(own.degenerate),
                ]
            }
        }
        return Self.table(
            [
                "Drawings", "Class kept, strokes", "Class kept, picture", "Distance to input", "Retrieval, top 1", "Top 10",
                "Terminated", "Degenerate",
            ],
            [["inputs (\(inputs.classified))", Self.percent(inputs.accuracy), Self.share(inputs.picture?.right)] + Self.blank(5)]
                + rows)
    }

    /// Each class at the first temperature by the picture classifier, the best first; at most 400.
    private func classTable(_ inputs: Inputs) -> [String] {
        guard let first = procedures.last?.results.reconstructions.first, let own = first.picture?.classes, own.count > 1 else {
            return []
        }
        let plain = reconstructions.first?.picture?.classes ?? []
        let rows = own.sorted { ($1.accuracy ?? 0, $0.name) < ($0.accuracy ?? 0, $1.name) }.prefix(400).map { result in
            [
                result.name, "\(result.sketches)",
                Self.percent(inputs.picture?.classes.first { $0.name == result.name }?.accuracy),
                Self.percent(plain.first { $0.name == result.name }?.accuracy), Self.percent(result.accuracy),
            ]
        }
        return Self.table(
            [
                "Class (picture classifier, T = \(first.temperature))", "Drawings", "Inputs", "Plain",
                chosen == nil ? "Plain" : "Chosen",
            ],
            Array(rows))
    }

    private var sampleTable: [String] {
        func row(_ name: String, _ likeness: Likeness?) -> [String] {
            [
                Self.number(likeness?.frechet), Self.number(likeness?.precision), Self.number(likeness?.recall),
                likeness.map { "\($0.compared) : \($0.real)" } ?? "-",
            ]
        }
        let rows = procedures.flatMap { name, results in
            results.samples.map { drawn in
                let shown = (drawn.picture?.classes ?? drawn.classes).prefix(4).map {
                    "\($0.name) \(Self.percent(Double($0.sketches) / Double(max(drawn.sketches, 1))))"
                }
                return [
                    "T = \(drawn.temperature), \(name)", "\(drawn.sketches)", Self.percent(drawn.accuracy),
                    Self.share(drawn.picture?.right),
                ] + row(name, drawn.likeness) + [
                    Self.percent(drawn.terminated), Self.percent(drawn.degenerate), shown.joined(separator: ", "),
                ]
            }
        }
        let real = realLikeness.map { [["training drawings"] + Self.blank(3) + row("", $0) + Self.blank(3)] } ?? []
        return Self.table(
            [
                "Drawings", "Count", "Of the model's classes, strokes", "Picture", "Fréchet distance", "Precision", "Recall",
                "Drawings : real", "Terminated", "Degenerate", "Classified as",
            ], rows + real)
    }

    private var latentTable: [String] {
        func row(_ name: String, _ value: (Results) -> String) -> [String] { [name] + procedures.map { value($0.results) } }
        var rows: [[String]] = []
        if let interpolations {
            func path(_ share: @escaping (Interpolations) -> Share?) -> (Results) -> String {
                { Self.share($0.interpolations.flatMap(share)) }
            }
            func number(_ value: @escaping (Interpolations) -> Double?) -> (Results) -> String {
                { Self.number($0.interpolations.flatMap(value)) }
            }
            let last = interpolations.steps - 1
            rows += [
                row("\(interpolations.pairs) interpolations: both ends classified correctly, strokes") {
                    Self.percent($0.interpolations?.endpointAccuracy)
                },
                row("both ends classified correctly, picture", path { $0.picture?.endsRight }),
                row("mean probability of the two classes", path { $0.picture?.probability }),
                row("steps classified as one of the two classes", path { $0.picture?.stepsRight }),
                row("all \(interpolations.steps) steps", path { $0.picture?.allStepsRight }),
                row("distance of the ends to their inputs", number { $0.endDistance?.value }),
                row("distance of neighbours", number { $0.neighbourDistance?.value }),
                row("largest of \(last) steps / mean step, median", number { $0.largestOverMeanStep?.median }),
                row("end to end, median", number { $0.endToEnd?.median }),
            ]
        }
        if let analogies {
            rows += [
                row("\(analogies.count) analogies C + (B - A) classified as B's class, strokes") {
                    Self.percent($0.analogies?.accuracy)
                },
                row("the same, picture") { Self.share($0.analogies?.picture) },
            ]
        }
        return Self.table(["Measure"] + procedures.map(\.name), rows)
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
            + procedures.flatMap { name, results in
                results.reconstructions.map {
                    row("reconstructions, T = \($0.temperature), \(name)", $0.nearest, $0.nearCopyRate)
                } + results.samples.map { row("samples, T = \($0.temperature), \(name)", $0.nearest, $0.nearCopyRate) }
            }
        return Self.table(
            ["Drawings", "Minimum", "10 %", "Median", "Near-copy rate"], rows.compactMap { $0 })
    }

    /// A Markdown table with the first column aligned left, followed by an empty line.
    private static func table(_ head: [String], _ rows: [[String]]) -> [String] {
        let rule = head.indices.map { $0 == 0 ? "---" : "---:" }
        return ([head, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" } + [""]
    }

    private static func blank(_ count: Int) -> [String] { [String](repeating: "", count: count) }

    private static func percent(_ share: Double?) -> String {
        share.map { String(cFormat: "%.1f %%", $0 * 100) } ?? "-"
    }

    private static func share(_ share: Share?) -> String {
        share.map { String(cFormat: "%.1f +- %.1f %%", $0.value * 100, $0.interval * 100) } ?? "-"
    }

    private static func number(_ value: Double?) -> String { value.map { String(cFormat: "%.3f", $0) } ?? "-" }
}
