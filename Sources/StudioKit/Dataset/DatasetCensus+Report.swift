import FoundationEssentials
import SketchCore
import SketchFormats
import SketchSupport

extension DatasetCensus {
    package var json: [(String, JSONValue)] {
        let summary = lengthSummary
        var length: [(String, JSONValue)] = [("min", .integer(summary.minimum)), ("mean", .double(summary.mean))]
        length += summary.quantiles.map { ($0.name, .integer($0.value)) }
        length.append(("max", .integer(summary.maximum)))
        let bins = histogram(bins: 20).map { bin in
            JSONValue.object([("from", .integer(bin.low)), ("below", .integer(bin.high)), ("count", .integer(bin.count))])
        }
        return [
            ("sketches", .integer(drawings)), ("usable", .integer(usable)), ("too_long", .integer(tooLong)),
            ("one_point", .integer(dots)), ("duplicates", .integer(duplicates)), ("raw", .integer(raw)),
            ("max_seq_len", .integer(maxLength)), ("scale_factor", .double(scaleFactor)),
            ("strokes_mean", .double(meanStrokes)), ("length", .object(length)),
            ("splits", .object(SketchDataset.Split.allCases.map { ($0.rawValue, .integer(splits[$0] ?? 0)) })),
            ("classes", .object(classCounts.map { ($0.name, .integer($0.count)) })), ("histogram", .array(bins)),
            ("warnings", .array(warnings.map(JSONValue.string))),
        ]
    }

    /// The lines for a terminal.
    package var lines: [String] {
        func row(_ name: String, _ value: String) -> String { name.padded(to: 14) + value }
        let summary = lengthSummary
        let quantiles = summary.quantiles.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
        var lines = [
            row("drawings", "\(drawings) (\(usable) usable for training)"),
            row("splits", SketchDataset.Split.allCases.map { "\($0.rawValue) \(splits[$0] ?? 0)" }.joined(separator: ", ")),
            row(
                "rows",
                "min \(summary.minimum), \(quantiles), max \(summary.maximum), mean " + String(cFormat: "%.1f", summary.mean)),
            row("strokes", "mean " + String(cFormat: "%.1f", meanStrokes)),
            row("scale factor", String(cFormat: "%.4f", scaleFactor)),
        ]
        let shown = classCounts.prefix(20).map { "\($0.name) \($0.count)" }
        let more = classes.count > 20 ? ", and \(classes.count - 20) more" : ""
        lines.append(row("classes", "\(classes.count): " + shown.joined(separator: ", ") + more))
        let bins = histogram(bins: 15)
        let labels = bins.map { "\($0.low)-\($0.high - 1)" }
        let (highest, width) = (bins.map(\.count).max() ?? 0, labels.map(\.count).max() ?? 0)
        for (bin, label) in zip(bins, labels) where highest > 0 {
            let padding = String(repeating: " ", count: width - label.count)
            lines.append(row("", padding + label + " " + Self.bar(Double(bin.count) / Double(highest)) + " \(bin.count)"))
        }
        return lines
    }

    /// A bar of up to 40 characters, to an eighth of a character.
    private static func bar(_ share: Double) -> String {
        let eighths = Int((share * 40 * 8).rounded())
        return String(repeating: "█", count: eighths / 8)
            + (eighths % 8 > 0 ? ["▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8 - 1] : "")
    }

    /// The findings as sentences with advice.
    package var warnings: [String] { findings.map(sentence) }

    private func sentence(_ finding: Finding) -> String {
        func drawings(_ count: Int) -> String { counted(count, "drawing") }
        func share(_ count: Int) -> String {
            String(cFormat: "%.1f %%", 100 * Double(count) / Double(max(self.drawings, 1)))
        }
        return switch finding {
        case .fewTrainingDrawings(0):
            "no training drawings, so no model can be trained; add drawings, or raise --max-seq-len."
        case .fewTrainingDrawings(let count):
            "only \(counted(count, "training drawing")): a model will overfit. Thousands are usual; strong "
                + "augmentation helps."
        case .noValidationDrawings:
            "no validation drawings, so the best model cannot be determined; add drawings."
        case .tooLong(let count):
            "\(drawings(count)) (\(share(count))) \(count == 1 ? "has" : "have") more than \(maxLength) rows and "
                + "\(count == 1 ? "is" : "are") skipped. Raise --max-seq-len, or shorten "
                + "\(count == 1 ? "it" : "them") with 'studio convert --epsilon'."
        case .equalLengths(let rows):
            "every drawing has \(rows) rows: a model learns to stop only there. Restore truncated or padded drawings to "
                + "their original lengths."
        case .duplicates(let count):
            "\(drawings(count)) (\(share(count))) \(count == 1 ? "is a duplicate" : "are duplicates"): a model may be tested "
                + "on its training data."
        case .dots(let count):
            "\(drawings(count)) (\(share(count))) \(count == 1 ? "has" : "have") fewer than two points and "
                + "\(count == 1 ? "is" : "are") skipped."
        case .unbalanced(let largest, let most, let smallest, let least):
            "the classes are unbalanced: \(drawings(most)) of \(largest), \(least) of \(smallest); rare classes are learned "
                + "poorly."
        case .smallOffsets(let factor):
            "the offsets are small (standard deviation \(String(cFormat: "%.3f", factor)) pixels), as if already divided by a "
                + "scale factor; whole pixels from 0 to 255 are usual."
        }
    }
}
