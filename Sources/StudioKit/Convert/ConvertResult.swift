import SketchCore
import SketchFormats
import SketchSupport

/// What became of converted drawings.
public struct ConvertResult: JobResult {
    /// Numbers of drawings.
    public struct Counts: Sendable {
        public internal(set) var read = 0
        public internal(set) var written = 0
        public internal(set) var simplified = 0
        /// The drawings of which points were removed to keep `maxPoints`.
        public internal(set) var thinned = 0
        /// Those that were not written.
        public internal(set) var dropped = SkipReport()
        /// The strokes before and after joining and dropping short ones.
        public internal(set) var strokes = (before: 0, after: 0)
        /// The length of the pen's path between strokes, all drawings together, in their own units.
        public internal(set) var travel = (before: 0.0, after: 0.0)
        /// The written drawings by split.
        public internal(set) var splits: [SketchDataset.Split: Int] = [:]
    }

    /// The files that were written, or the folder.
    public let paths: [String]
    public let format: DrawingFileFormat
    public let counts: Counts
    let isReordered: Bool
    let changesStrokes: Bool
    let hasMaxPoints: Bool
    let hasSplits: Bool

    private var splits: [(String, Int)] { SketchDataset.Split.allCases.map { ($0.rawValue, counts.splits[$0] ?? 0) } }

    public var lines: [String] { paths }

    public var jsonText: String {
        var members: [(String, JSONValue)] = [
            ("output", paths.count == 1 ? .string(paths[0]) : .array(paths.map(JSONValue.string))),
            ("format", .string(format.rawValue)), ("read", .integer(counts.read)),
            ("written", .integer(counts.written)), ("simplified", .integer(counts.simplified)),
            ("dropped", counts.dropped.json),
        ]
        if hasMaxPoints { members.append(("thinned", .integer(counts.thinned))) }
        if changesStrokes {
            members.append(("strokes_before", .integer(counts.strokes.before)))
            members.append(("strokes_after", .integer(counts.strokes.after)))
        }
        if isReordered {
            members.append(("pen_up_travel_before", .double(counts.travel.before)))
            members.append(("pen_up_travel_after", .double(counts.travel.after)))
        }
        if hasSplits { members.append(("splits", .object(splits.map { ($0.0, .integer($0.1)) }))) }
        return JSONValue.object(members).text
    }

    public var note: String? {
        var line = "\(counted(counts.read, "drawing")) read, \(counts.written) written"
        if counts.simplified > 0 { line += ", \(counts.simplified) simplified" }
        if counts.thinned > 0 { line += ", \(counts.thinned) thinned" }
        if counts.dropped.count > 0 { line += "; dropped: " + counts.dropped.sentence }
        if changesStrokes {
            line += "; \(counted(counts.strokes.before, "stroke")) before, \(counts.strokes.after) after"
        }
        if isReordered {
            line +=
                "; pen-up travel \(Reporter.short(counts.travel.before)) before, "
                + "\(Reporter.short(counts.travel.after)) after"
        }
        if hasSplits { line += "; " + splits.map { "\($0.0) \($0.1)" }.joined(separator: ", ") }
        return line + "."
    }
}
