import Foundation
import SketchCore
import SketchSupport

extension DatasetCensus {
    var json: [(String, JSONValue)] {
        let sorted = sorted
        var length: [(String, JSONValue)] = [("min", .integer(Int(sorted.first ?? 0))), ("mean", .double(mean))]
        length += Self.percentiles.map { ($0.0, .integer(Self.percentile(sorted, $0.1))) }
        length.append(("max", .integer(Int(sorted.last ?? 0))))
        return [
            ("sketches", .integer(drawings)), ("usable", .integer(lengths.count - tooLong)),
            ("too_long", .integer(tooLong)), ("one_point", .integer(dots)), ("duplicates", .integer(duplicates)),
            ("raw", .integer(raw)), ("max_seq_len", .integer(maxLength)), ("scale_factor", .double(scale.factor)),
            ("strokes_mean", .double(drawings > 0 ? Double(strokes) / Double(drawings) : 0)),
            ("length", .object(length)),
            ("splits", .object(SketchDataset.Split.allCases.map { ($0.rawValue, .integer(splits[$0] ?? 0)) })),
            ("classes", .object(byCount.map { ($0.0, .integer($0.1)) })),
            (
                "histogram",
                .array(
                    histogram(bins: 20).map {
                        .object([
                            ("from", .integer(Int($0.low))), ("below", .integer(Int($0.high))),
                            ("count", .integer(Int($0.value))),
                        ])
                    })
            ),
            ("warnings", .array(warnings.map(JSONValue.string))),
        ]
    }

    /// The report for a person.
    var lines: [String] {
        let sorted = sorted
        func row(_ name: String, _ value: String) -> String { name.padding(toLength: 14, withPad: " ", startingAt: 0) + value }
        var lines = [
            row("drawings", "\(drawings) (\(lengths.count - tooLong) usable for training)"),
            row("splits", SketchDataset.Split.allCases.map { "\($0.rawValue) \(splits[$0] ?? 0)" }.joined(separator: ", ")),
            row(
                "rows",
                "min \(sorted.first ?? 0), "
                    + Self.percentiles.map { "\($0.0) \(Self.percentile(sorted, $0.1))" }.joined(separator: ", ")
                    + ", max \(sorted.last ?? 0), mean " + String(format: "%.1f", mean)),
            row("strokes", "mean " + String(format: "%.1f", drawings > 0 ? Double(strokes) / Double(drawings) : 0)),
            row("scale factor", String(format: "%.4f", scale.factor)),
        ]
        let shown = byCount.prefix(20).map { "\($0.0) \($0.1)" }
        let more = classes.count > 20 ? ", and \(classes.count - 20) more" : ""
        lines.append(row("classes", "\(classes.count): " + shown.joined(separator: ", ") + more))
        let bars = histogram(bins: 15)
        let highest = bars.map(\.value).max() ?? 0
        let width = bars.map { "\(Int($0.low))-\(Int($0.high) - 1)".count }.max() ?? 0
        for bar in bars where highest > 0 {
            let label = "\(Int(bar.low))-\(Int(bar.high) - 1)"
            let eighths = Int((bar.value / highest * 40 * 8).rounded())
            let block =
                String(repeating: "█", count: eighths / 8)
                + (eighths % 8 > 0 ? ["▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8 - 1] : "")
            lines.append(
                row("", String(repeating: " ", count: width - label.count) + label + " " + block + " \(Int(bar.value))"))
        }
        return lines
    }
}
