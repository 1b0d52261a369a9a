import Foundation
import SketchCore
import SketchFormats
import SketchInference
import SketchSupport
import StudioKit

/// The orders that `--reorder` can put strokes in.
enum StrokeOrder: String, CaseIterable {
    /// Greedily the nearest next, drawn backwards where that is nearer.
    case nearest
}

/// Everything that decides what `studio convert` writes.
struct ConvertJob {
    var inputs: [String]
    var reading: ReadOptions
    var output: DatasetWriter.Destination
    var filter: RecordFilter
    /// Nil keeps the strokes in their order.
    var reorder: StrokeOrder?
    /// Whether a file that cannot be read is left out from there on, and no end of everything.
    var keepsGoing: Bool
    /// What every drawing is called; nil leaves its own name.
    var className: String?
    var limit: Int?
    /// Nil keeps the order.
    var shuffleSeed: UInt64?
    var fractions: SplitFractions?

    /// What became of the drawings.
    struct Report {
        var read = 0
        var written = 0
        var simplified = 0
        var dropped = SkipReport()
        /// The pen's way in the air, all drawings together, in their own units.
        var travel = (before: 0.0, after: 0.0)
        var splits: [SketchDataset.Split: Int] = [:]
    }

    /// The stream of Philox that shuffles, apart from those that draw.
    private static let shuffleStream: UInt64 = 0x5348_5546_464C_4500

    func run(reporter: Reporter, json: Bool) throws {
        let files = try DrawingFiles.expanded(inputs)
        let sink = try DatasetWriter(output, separatesSplits: fractions != nil)
        var report = Report()
        var held: [SketchRecord] = []
        func skipRest(_ error: FormatError) throws {
            guard keepsGoing else { throw error }
            reporter.warn(StudioError.sentence(for: error))
            report.dropped.add(.unreadable)
        }
        try DrawingFiles.visitRecords(in: files, options: reading, onError: skipRest) { record, path in
            if shuffleSeed == nil, let limit, report.written == limit { return .stop }
            report.read += 1
            reporter.warnOfNotes(record)
            if report.read % 1000 == 0 { reporter.live("reading \(path): \(report.read) drawings") }
            guard let ready = prepared(record, &report) else { return .next }
            if shuffleSeed == nil { try write(ready, to: sink, &report) } else { held.append(ready) }
            return .next
        }
        if let seed = shuffleSeed {
            var chance = PhiloxSequence(seed: seed, stream: Self.shuffleStream)
            held.shuffle(using: &chance)
            for record in held {
                if let limit, report.written == limit { break }
                try write(record, to: sink, &report)
                reporter.progress("writing", done: report.written, of: min(held.count, limit ?? held.count))
            }
        }
        reporter.clear()
        guard report.written > 0 else {
            throw StudioError.nothingToConvert(read: report.read, reasons: report.dropped.sentence)
        }
        try sink.finish()
        show(report, paths: sink.paths, reporter: reporter, json: json)
    }

    private func prepared(_ record: SketchRecord, _ report: inout Report) -> SketchRecord? {
        var record = record
        if let reason = filter.rejection(of: record) {
            report.dropped.add(reason)
            return nil
        }
        do {
            if try filter.prepare(&record, for: output.format) { report.simplified += 1 }
        } catch {
            report.dropped.add(error)
            return nil
        }
        if let reason = filter.rejection(ofPrepared: record) {
            report.dropped.add(reason)
            return nil
        }
        if let reorder {
            report.travel.before += record.sketch.penUpTravel
            switch reorder {
            case .nearest: record.sketch = record.sketch.reorderedNearest()
            }
            report.travel.after += record.sketch.penUpTravel
        }
        if let className { record.sketch.name = className }
        if let fractions { record.split = fractions.split(ofKey: record.key) }
        return record
    }

    private func write(_ record: SketchRecord, to sink: DatasetWriter, _ report: inout Report) throws {
        do {
            try sink.append(record)
            report.written += 1
            report.splits[record.assignedSplit, default: 0] += 1
        } catch let refusal as UnwritableDrawing {
            report.dropped.add(refusal)
        }
    }

    // MARK: What is said

    private func show(_ report: Report, paths: [String], reporter: Reporter, json: Bool) {
        let hasSplits = output.format == .npz || fractions != nil
        let splits = SketchDataset.Split.allCases.map { ($0.rawValue, report.splits[$0] ?? 0) }
        if json {
            var members: [(String, JSONValue)] = [
                ("output", paths.count == 1 ? .string(paths[0]) : .array(paths.map(JSONValue.string))),
                ("format", .string(output.format.rawValue)), ("read", .integer(report.read)),
                ("written", .integer(report.written)), ("simplified", .integer(report.simplified)),
                ("dropped", report.dropped.json),
            ]
            if reorder != nil {
                members.append(("pen_up_travel_before", .double(report.travel.before)))
                members.append(("pen_up_travel_after", .double(report.travel.after)))
            }
            if hasSplits { members.append(("splits", .object(splits.map { ($0.0, .integer($0.1)) }))) }
            Console.result(JSONValue.object(members).text)
            return
        }
        for path in paths { Console.result(path) }
        guard !reporter.isQuiet else { return }
        var line = "studio: \(report.read) drawings read, \(report.written) written"
        if report.simplified > 0 { line += ", \(report.simplified) simplified" }
        if report.dropped.count > 0 { line += "; dropped: " + report.dropped.sentence }
        if reorder != nil {
            line += "; pen-up travel \(Reporter.short(report.travel.before)) before, \(Reporter.short(report.travel.after)) after"
        }
        if hasSplits { line += "; " + splits.map { "\($0.0) \($0.1)" }.joined(separator: ", ") }
        Console.message(line + ".")
    }
}
