import FoundationEssentials
import Glibc
import SketchCore
import SketchFormats
import SketchInference

/// Selects, simplifies, reorders and splits drawings, and writes them in another file format.
public struct ConvertJob: StudioJob {
    /// An order of strokes.
    public enum StrokeOrder: String, CaseIterable, Sendable {
        /// Greedily the nearest stroke next, drawn backwards if its end is nearer.
        case nearest
    }

    /// Paths of files or folders to read.
    public var inputs: [String] = []
    /// The file to write, or a folder, whose name ends in `/` or which exists, for a file per drawing.
    public var destination = ""
    public var reading = ReadOptions()
    /// Nil for the format of the destination's extension, or SVG for a folder.
    public var format: DrawingFileFormat?
    public var recognizedOnly = false
    public var conditions: [RecordFilter.Condition] = []
    /// The maximum number of points of a drawing, after simplification. Drawings with more are thinned.
    public var maxPoints: Int?
    /// Whether raw drawings are simplified; nil for the output format's choice.
    public var simplify: Bool?
    /// The tolerance, in pixels, with which every drawing is simplified; nil leaves it to `simplify`.
    public var epsilon: Double?
    /// The maximum distance of stroke ends that are joined, in pixels of the drawing; nil joins none.
    public var joinDistance: Double?
    /// The length of the shortest stroke that is kept, in pixels of the drawing, after joining.
    public var minimumStrokeLength: Double?
    /// Nil keeps the order of the strokes.
    public var reorder: StrokeOrder?
    /// Whether strokes may be drawn from their end; nil allows it if they are reordered.
    public var reverses: Bool?
    /// The class of every drawing; nil keeps its own.
    public var className: String?
    /// The maximum number of drawings to write.
    public var limit: Int?
    /// Whether the drawings are shuffled; all of them are in memory then.
    public var shuffles = false
    /// Fixes the order of shuffled drawings.
    public var seed: UInt64 = 1
    /// Nil keeps each drawing's own split.
    public var fractions: SplitFractions?
    /// The part of the drawings that are read; nil for all.
    public var shard: Shard?
    public var outputOptions = OutputOptions()

    public init() {}

    /// `inputs`, then `destination`.
    var paths: [String] {
        get { inputs + [destination] }
        set {
            inputs = Array(newValue.dropLast())
            destination = newValue.last ?? ""
        }
    }

    public func validate() throws {
        guard !inputs.isEmpty else { throw UsageError("Name at least one file to read, then the file to write.") }
        if epsilon != nil, simplify == false { throw UsageError("--epsilon and --no-simplify cannot be combined.") }
        if reverses == false, reorder == nil {
            throw UsageError("--no-reverse has an effect only with --reorder.")
        }
        let format = try target.format
        try checkShard(shard, format: writtenPaths.count == 1 ? format.rawValue : nil)
        if shard != nil, limit != nil || shuffles {
            throw UsageError("--shard cannot be combined with --\(shuffles ? "shuffle" : "limit"), which concerns all drawings.")
        }
        if fractions != nil, writtenPaths.count > 1, OutputFile(path: destination).isUnnamed {
            throw UsageError("--split-fractions writes three files: name one of them as output, or write npz.")
        }
    }

    /// The file, or the files of the splits; of a folder, the files that have names of the kind that is written.
    public var writtenPaths: [String] {
        (try? target)?.paths(separatesSplits: fractions != nil) ?? [destination]
    }

    public var readPaths: [String] { inputs }

    private var target: DatasetWriter.Destination {
        get throws { try Self.target(destination, format) }
    }

    /// The file of a path, or the folder, and its format.
    ///
    /// - Throws: `UsageError` if the format is unknown.
    static func target(_ path: String, _ format: DrawingFileFormat?) throws -> DatasetWriter.Destination {
        var isFolder = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if path.hasSuffix("/") || exists && isFolder { return .folder(path, format ?? .svg) }
        guard let format = format ?? DrawingFileFormat(path: path) else {
            let names = DrawingFileFormat.allCases.map { "." + $0.rawValue }.joined(separator: ", ")
            throw UsageError("\(path): unknown output format. Use the extension \(names), or --format.")
        }
        return .file(path, format)
    }

    /// The random stream that shuffles, apart from those that sample.
    private static let shuffleStream: UInt64 = 0x5348_5546_464C_4500

    /// - Throws: `StudioError.nothingToConvert`, or what reading and writing throw.
    public func perform(_ reporter: Reporter) throws -> ConvertResult {
        let target = try target
        let writer = try DatasetWriter(target, separatesSplits: fractions != nil)
        let converter = RecordConverter(job: self, target: target, writer: writer)
        var held: [SketchRecord] = []
        var pages = 0
        var reading = reading
        reading.keepsPages = target.format == .svg
        var selection = try ShardSelection(shard, of: inputs, reading: reading)
        let errors = try reading.visitRecords(in: inputs, reporter: reporter) { record, _ in
            if !shuffles, converter.isFull || selection.isPast { return .stop }
            guard selection.next() else { return .next }
            if record.page != nil { pages += 1 }
            guard let ready = converter.prepare(record) else { return .next }
            if shuffles { held.append(ready) } else { try converter.write(ready) }
            return .next
        }
        converter.counts.dropped.add(.unreadable, errors)
        if shuffles {
            var random = PhiloxSequence(seed: seed, stream: Self.shuffleStream)
            held.shuffle(using: &random)
            for record in held {
                if converter.isFull { break }
                try converter.write(record)
                reporter.progress(
                    "writing", done: converter.counts.written, of: min(held.count, limit ?? held.count))
            }
        }
        reporter.clear()
        let counts = converter.counts
        // The other shards may have drawings that pass the filters.
        guard counts.written > 0 || shard != nil && counts.read > 0 else {
            throw StudioError.nothingToConvert(read: counts.read, reasons: counts.dropped.sentence)
        }
        try writer.finish()
        for sentence in converter.losses.sentences { reporter.warn("\(target.path): \(sentence)") }
        if pages > 0, counts.written > 1, writer.putsDrawingsTogether {
            reporter.warn(
                "the strokes of SVG input are written in black on a common page: its page size, positions and colours are not "
                    + "kept. If the output is a folder, every document is.")
        }
        return ConvertResult(
            paths: writer.paths, format: target.format, counts: counts, isReordered: reorder != nil || reverses == true,
            changesStrokes: joinDistance != nil || minimumStrokeLength != nil, hasMaxPoints: maxPoints != nil,
            hasSplits: target.format == .npz || fractions != nil)
    }
}
