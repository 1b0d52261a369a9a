import SketchEvaluation
import SketchInference
import SketchRendering

/// The sheets of a quality report. All but the extremes show the first drawings in the order that the seed selected.
struct QualitySheets {
    let drawings: QualityDrawings
    /// The drawings of the procedure that the sheets show.
    let results: QualityDrawings.Results
    let loaded: LoadedModel
    /// Those that the drawings were made at, in order.
    let temperatures: [Double]

    /// The maximum numbers of drawings of each kind.
    private static let (reconstructions, samples, paths, extremes) = (50, 50, 20, 8)
    private static let classes = 60

    /// A sheet; without rows if the model or the data allow none of its kind.
    func sheet(_ kind: QualitySheet) -> Sheet {
        switch kind {
        case .extremes: extremes
        case .reconstructions: reconstructions
        case .samples: samples
        case .interpolations: interpolations
        case .analogies: analogies
        case .classes: classes
        }
    }

    private var colours: [Colour] { Palette.temperatures(temperatures) }
    private var labels: [String] { temperatures.enumerated().map { ($0 == 0 ? "T = " : "") + "\($1)" } }

    private func input(_ place: Int) -> SheetCell {
        let strokes = drawings.inputs[place].strokes
        return SheetCell(sketch: strokes.sketch(scale: loaded.model.pixelsPerUnit), colour: Palette.operand)
    }

    private func drawn(_ decoded: DecodedSketch, _ colour: Colour) -> SheetCell {
        SheetCell(sketch: decoded.sketch, colour: colour)
    }

    private func style(_ title: String, columns: Int? = nil) -> SheetStyle {
        SheetStyle(
            cell: .millimetres(14), gap: .millimetres(3), columns: columns, fit: .each,
            title: "\(loaded.model.name): \(title)", hasCurves: false)
    }

    /// Best, median and worst by the distance of the reconstruction at the first temperature from its input: pairs.
    private var extremes: Sheet {
        guard let first = results.reconstructions.first else { return Sheet(rows: []) }
        let order = drawings.indicesBySimilarity(of: first)
        let count = min(Self.extremes, order.count)
        let middle = (order.count - count) / 2
        let parts = [
            ("best", order.prefix(count)), ("median", order[middle..<middle + count]), ("worst", order.suffix(count)),
        ]
        return Sheet(
            rows: parts.map { label, places in
                Sheet.Row(places.flatMap { [input($0), drawn(first[$0], Palette.blue)] }, label: label)
            }, style: style("reconstructions by likeness to their input"))
    }

    /// Rows of groups: the input and its reconstruction at each temperature.
    private var reconstructions: Sheet {
        guard !results.reconstructions.isEmpty else { return Sheet(rows: []) }
        let count = min(Self.reconstructions, drawings.inputs.count)
        let groups = 5
        let rows = stride(from: 0, to: count, by: groups).map { start in
            Sheet.Row(
                Array(
                    (start..<min(start + groups, count)).map { place in
                        [input(place)]
                            + temperatures.indices.map { drawn(results.reconstructions[$0][place], colours[$0]) }
                    }.joined(separator: [.empty])))
        }
        return Sheet(
            rows: rows,
            columnLabels: Array([[String]](repeating: ["input"] + labels, count: groups).joined(separator: [""])),
            style: style("reconstructions by temperature"))
    }

    /// A part for each temperature.
    private var samples: Sheet {
        Sheet(
            rows: zip(results.samples, zip(labels, colours)).map { own, look in
                Sheet.Row(own.prefix(Self.samples).map { drawn($0, look.1) }, label: look.0)
            }, style: style("samples", columns: 10))
    }

    /// A row for each pair, the inputs at the ends.
    private var interpolations: Sheet {
        Sheet(
            rows: results.interpolations.prefix(Self.paths).map { path in
                let last = Double(max(path.steps.count - 1, 1))
                let steps = path.steps.enumerated().map { drawn($1, Palette.interpolation(Double($0) / last)) }
                return Sheet.Row([input(path.from)] + steps + [input(path.to)])
            }, style: style("interpolations"))
    }

    /// Three classes a row, the best recognised first.
    private var classes: Sheet {
        let all = results.sampledClasses.prefix(Self.classes)
        return Sheet(
            rows: stride(from: 0, to: all.count, by: 3).map { start in
                let groups = all[start..<min(start + 3, all.count)].map { own in
                    own.samples.prefix(8).enumerated().map { index, sample in
                        SheetCell(sketch: sample.sketch, colour: Palette.blue, label: index == 0 ? own.name : "")
                    }
                }
                return Sheet.Row(Array(groups.joined(separator: [.empty])))
            }, style: style("samples by class, the best recognised first"))
    }

    /// Two analogies a row, "A is to B as C is to ?": operands black, the result blue.
    private var analogies: Sheet {
        let all = Array(results.analogies.prefix(Self.paths))
        let head = ["A", "B", "C", "C + (B - A)"]
        return Sheet(
            rows: stride(from: 0, to: all.count, by: 2).map { start in
                let groups = all[start..<min(start + 2, all.count)].map { own in
                    [input(own.a), input(own.b), input(own.c), drawn(own.result, Palette.blue)]
                }
                return Sheet.Row(Array(groups.joined(separator: [.empty])))
            }, columnLabels: head + [""] + head, style: style("analogies"))
    }
}
