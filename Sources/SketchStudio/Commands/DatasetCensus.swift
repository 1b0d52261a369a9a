import Foundation
import SketchCore
import SketchRendering
import SketchSupport

/// What is counted in files of drawings: a few bytes a drawing, whatever its size.
struct DatasetCensus {
    let maxLength: Int
    private(set) var drawings = 0
    /// Rows of stroke-3 of every drawing that has any.
    private(set) var lengths: [Int32] = []
    private(set) var classes: [String: Int] = [:]
    private var splits: [SketchDataset.Split: Int] = [:]
    private var raw = 0
    private var dots = 0
    private var tooLong = 0
    private var duplicates = 0
    private var strokes = 0
    private var seen: Set<UInt64> = []
    private var scale = ScaleFactorSum()

    init(maxLength: Int) { self.maxLength = maxLength }

    mutating func count(_ record: SketchRecord) {
        drawings += 1
        classes[record.sketch.name, default: 0] += 1
        if record.kind == .raw { raw += 1 }
        strokes += record.sketch.strokes.count
        guard let rows = try? record.strokesForModel() else {
            dots += 1
            return
        }
        lengths.append(Int32(clamping: rows.count))
        if !seen.insert(rows.fingerprint).inserted { duplicates += 1 }
        guard rows.count <= maxLength else {
            tooLong += 1
            return
        }
        let split = record.assignedSplit
        splits[split, default: 0] += 1
        if split == .train { scale.add(rows) }
    }

    // MARK: Results

    private var sorted: [Int32] { lengths.sorted() }

    private static func percentile(_ sorted: [Int32], _ share: Double) -> Int {
        sorted.isEmpty ? 0 : Int(sorted[min(Int(Double(sorted.count) * share), sorted.count - 1)])
    }

    private var mean: Double {
        lengths.isEmpty ? 0 : Double(lengths.reduce(0) { $0 + Int($1) }) / Double(lengths.count)
    }

    private var byCount: [(String, Int)] { classes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) } }

    private static let percentiles = [("p5", 0.05), ("p25", 0.25), ("median", 0.5), ("p75", 0.75), ("p95", 0.95), ("p99", 0.99)]

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

    /// What stands on the terminal.
    var lines: [String] {
        let sorted = sorted
        func row(_ name: String, _ value: String) -> String { name.padding(toLength: 14, withPad: " ", startingAt: 0) + value }
        var lines = [
            row("drawings", "\(drawings), of which training takes \(lengths.count - tooLong)"),
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

    /// How many drawings have how many rows, in bins of whole rows; the longest hundredth shares the last one.
    func histogram(bins: Int) -> [BarPlot.Bar] {
        let sorted = sorted
        guard let shortest = sorted.first, let longest = sorted.last else { return [] }
        let usual = max(Self.percentile(sorted, 0.99), Int(shortest))
        let size = max((usual - Int(shortest)) / bins + 1, 1)
        var bars: [BarPlot.Bar] = []
        var rest = sorted[...]
        var low = Int(shortest)
        while !rest.isEmpty {
            let isLast = bars.count == bins - 1 || low + size > usual
            let high = isLast ? max(Int(longest) + 1, low + 1) : low + size
            let count = rest.prefix { Int($0) < high }.count
            bars.append(BarPlot.Bar(low: Double(low), high: Double(high), value: Double(count)))
            rest = rest.dropFirst(count)
            low = high
        }
        return bars
    }

    /// What will hurt a training, most harmful first.
    var warnings: [String] {
        func share(_ count: Int) -> String { String(format: "%.1f %%", 100 * Double(count) / Double(max(drawings, 1))) }
        var warnings: [String] = []
        let usable = splits[.train] ?? 0
        if usable < 1000 {
            warnings.append(
                "\(usable) drawings to train on are few: a model learns them by heart. Thousands are usual; strong augmentation helps."
            )
        }
        if usable > 0, (splits[.validation] ?? 0) == 0 {
            warnings.append("no drawing is left for validation, so that the best model cannot be told; give more drawings.")
        }
        if tooLong > 0 {
            warnings.append(
                "\(tooLong) drawings (\(share(tooLong))) have more than \(maxLength) rows and are skipped; "
                    + "raise --max-seq-len, or shorten them with 'studio convert --epsilon'.")
        }
        if lengths.count > 10, Set(lengths).count == 1 {
            warnings.append(
                "every drawing has \(lengths[0]) rows: a model learns to stop there and nowhere else. "
                    + "Cut or padded drawings should go back to their own lengths.")
        }
        if duplicates > 0 {
            warnings.append(
                "\(duplicates) drawings (\(share(duplicates))) are the same as one before; "
                    + "a model may be tested on what it was trained on.")
        }
        if dots > 0 { warnings.append("\(dots) drawings (\(share(dots))) have one point or none and are skipped.") }
        if let most = byCount.first, let least = byCount.last, most.1 > 10 * least.1 {
            warnings.append(
                "the classes are uneven: \(most.1) drawings of \(most.0), \(least.1) of \(least.0); the rare are drawn badly.")
        }
        if usable > 0, scale.factor < 1 {
            warnings.append(
                "the offsets are small (standard deviation \(String(format: "%.3f", scale.factor)) pixels), as if they had been "
                    + "divided by a scale factor already; whole pixels from 0 to 255 are usual.")
        }
        return warnings
    }
}

/// The scale factor of a training set, drawing by drawing (Ha & Eck 2017, section 4).
private struct ScaleFactorSum {
    private var (sum, squares, count) = (0.0, 0.0, 0.0)

    mutating func add(_ drawing: Stroke3) {
        for row in drawing.rows {
            let (dx, dy) = (Double(row.dx), Double(row.dy))
            sum += dx + dy
            squares += dx * dx + dy * dy
            count += 2
        }
    }

    var factor: Double {
        guard count > 0 else { return 1 }
        let mean = sum / count
        let deviation = max(squares / count - mean * mean, 0).squareRoot()
        return deviation > 0 ? deviation : 1
    }
}

extension Stroke3 {
    /// FNV-1a (64 bits) of the rows.
    fileprivate var fingerprint: UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for row in rows {
            for word in [row.dx.bitPattern, row.dy.bitPattern, row.isLifted ? 1 : 0] {
                hash = (hash ^ UInt64(word)) &* 0x100_0000_01b3
            }
        }
        return hash
    }
}
