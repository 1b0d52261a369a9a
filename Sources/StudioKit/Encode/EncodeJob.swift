import FoundationEssentials
import Glibc
import SketchCore
import SketchFormats
import SketchInference
import SketchSupport

/// Encodes drawings as latents. Drawings are read, encoded and written in batches, so that memory does not grow with their
/// number.
public struct EncodeJob: StudioJob {
    /// Paths of files of drawings.
    public var files: [String] = []
    public var reading = ReadOptions()
    /// Name of a built-in model or path of a weight file; nil for the standard model.
    public var model: String?
    /// Samples of the posterior q(z|x) per drawing; nil for none.
    public var samples: Int?
    /// Fixes the samples, together with each drawing's key: they depend neither on the order of the drawings nor on how many
    /// there are.
    public var seed: UInt64 = 1
    public var threads = Threads.automatic
    /// The part of the drawings to encode; nil for all.
    public var shard: Shard?
    /// A `.json`, `.ndjson`, `.npz` or `.npy` file; nil writes none.
    public var output: String?
    public var outputOptions = OutputOptions()
    /// Whether the JSON document goes to the reporter's `output`; it does if there is no file.
    public var printsDocument = false

    public init() {}

    /// Drawings per batch.
    private static let batchSize = 4096

    /// The latents that were written.
    public struct Result: JobResult {
        /// Nil if the latents went to the reporter only.
        public let output: String?
        /// The number of drawings.
        public let count: Int

        public var lines: [String] { output.map { [$0] } ?? [] }
        public var jsonText: String {
            JSONValue.object([("output", .optional(output)), ("latents", .integer(count))]).text
        }
    }

    /// The output, and the file next to an `.npy` array.
    public var writtenPaths: [String] {
        guard let path = destination else { return [] }
        return format(of: path) == .npy ? [path, LatentFile.sidecar(of: path)] : [path]
    }

    /// The file, or standard output for a format without a file; nil for the JSON document only.
    private var destination: String? { output ?? (outputOptions.format == nil ? nil : "-") }

    private func format(of path: String) -> LatentFile.Format {
        LatentFile.Format(path: outputOptions.format.map { "latents." + $0 } ?? path) ?? .json
    }

    public var outputExtensions: [String]? { ["json", "ndjson", "jsonl", "npz", "npy"] }

    public func validate() throws {
        try checkShard(shard, format: destination.map { format(of: $0).rawValue })
    }

    /// - Throws: `FormatError`, `SketchError`, `InferenceError`, `FileError`, `StudioError`.
    public func perform(_ reporter: Reporter) throws -> Result {
        try destination.map { try OutputFile(path: $0).checkWritable() }
        let loaded = try LoadedModel(model)
        try loaded.requireEncoder()
        loaded.warnOfUnknownScale(reporter)
        let printed: ((Data) throws -> Void)? = printsDocument || destination == nil ? { reporter.output($0) } : nil
        let format = destination.map(format)
        let writer = try LatentWriter(model: loaded.latentModel, path: destination, format: format, document: printed)
        if !writer.statesModel {
            reporter.warn(
                "an array in a pipe states neither the model nor the drawings of its latents. Write .npz or .ndjson to keep them."
            )
        }
        var selection = try ShardSelection(shard, of: files, reading: reading)
        let encoding = Encoding(
            job: self, loaded: loaded, encoder: try loaded.model.encoder(), writer: writer,
            streams: format == .ndjson, reporter: reporter)
        let pipeline = BatchPipeline<SketchRecord>(batchSize: Self.batchSize, threads: threads) {
            try encoding.encode($0)
        }
        let monitor = ReadingMonitor(reporter)
        try DrawingFiles.visitRecords(in: files, options: reading.fitted(to: [loaded.model]), observer: monitor.observer) {
            record, _ in
            if selection.isPast { return .stop }
            guard selection.next() else { return .next }
            reporter.warnOfNotes(record)
            try pipeline.add(record)
            return .next
        }
        try pipeline.finish()
        reporter.clear()
        monitor.finish()
        return try encoding.finish(destination)
    }
}

/// An encoding in progress. Batches arrive one after another.
private final class Encoding: @unchecked Sendable {
    private let job: EncodeJob
    private let loaded: LoadedModel
    private let encoder: SketchEncoder
    private let writer: LatentWriter
    /// Whether each drawing's line states nothing that depends on other drawings of standard input.
    private let streams: Bool
    private let reporter: Reporter
    private var count = 0
    private var long = Drawing.Lengths()

    init(
        job: EncodeJob, loaded: LoadedModel, encoder: SketchEncoder, writer: LatentWriter, streams: Bool, reporter: Reporter
    ) {
        self.job = job
        self.loaded = loaded
        self.encoder = encoder
        self.writer = writer
        self.streams = streams
        self.reporter = reporter
    }

    func encode(_ records: [SketchRecord]) throws {
        let units = loaded.model.units
        let rows = try records.parallelMap(threads: job.threads) { try units.rows(of: $0) }
        for (record, rows) in zip(records, rows) { long.add(record.sketch.source, rows: rows.count, loaded) }
        let latents = try encoder.encode(rows: rows, threads: job.threads)
        try writer.append(zip(records, latents).map(entry), threads: job.threads)
        count += records.count
        reporter.progress("encoding", done: count)
    }

    private func entry(_ record: SketchRecord, _ latent: Latent) -> LatentRecord {
        let samples = LatentDraw.posterior(
            latent, count: job.samples ?? 0, seed: job.seed, drawIndex: FNV1a.hash(record.key))
        var entry = LatentRecord(source: record.sketch.source, latent: latent, samples: samples)
        if streams, Self.isStandardInput(record.sketch.source) {
            entry.source = "-"
        } else {
            entry.index = Self.index(of: record.sketch.source)
        }
        entry.word = record.sketch.name
        entry.key = record.key
        return entry
    }

    private static func isStandardInput(_ source: String) -> Bool { source == "-" || source.hasPrefix("-#") }

    /// The position of a drawing in its file: 17 of `cats.ndjson#17`, and 0 of `cats.ndjson`, the first.
    private static func index(of source: String) -> Int {
        guard let mark = source.lastIndex(of: "#") else { return 0 }
        return Int(source[source.index(after: mark)...]) ?? 0
    }

    func finish(_ output: String?) throws -> EncodeJob.Result {
        long.warn(loaded, reporter)
        try writer.finish()
        return EncodeJob.Result(output: output, count: count)
    }
}

extension EncodeJob {
    public static let manual = CommandManual(
        name: "encode", title: "Encoding", abstract: "Encode drawings as latents.",
        discussion: """
            Prints JSON, or writes the file given by --output; its extension selects the format: .json, .ndjson, .npz (the \
            arrays mean, log_variance, source, word, key, index and model) or .npy (an array of the means, with FILE.npy.json next \
            to it for the model and the drawings). Each file states the model and its fingerprint, and each latent's \
            drawing; 'studio decode' uses that model. A latent has the mean and log-variance of the posterior q(z|x); \
            --sample adds samples of it, which take the place of the means in an .npy file. Drawings are read, encoded and written in batches, so memory use does not grow with \
            their number, except for .npz.

            EXAMPLES
              studio encode examples/cat.json --json
              studio encode examples/*.json --output latents.json
              studio encode cats.ndjson --output cats.npz
              studio encode 'cats.ndjson#17' --output cat.npy
              studio encode examples/cat.json --sample 10 --seed 7 --output samples.npy
            """,
        output: "File to write latents to: .json, .ndjson, .npz or .npy.")

    public static let operands: JobOperands<EncodeJob>? = JobOperands(
        \.files, valueName: "file", help: "Files of drawings.")

    public static let options = OptionTable<EncodeJob>(
        own: [
            .number(
                "sample", \.samples, in: 1...10_000,
                help: "Also write n samples of the posterior q(z|x) for each drawing.")
        ], input: [.model(\.model)] + ReadOptions.modelListOptions.at(\.reading), sampling: [.seed(\.seed)],
        general: [.threads(\.threads), .shard(\.shard)])
}
