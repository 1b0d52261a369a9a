import ArgumentParser
import SketchFormats
import SketchInference
import SketchSupport
import StudioKit

/// `studio encode FILE...`: drawings to latents.
struct Encode: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Drawings to latents: the mean, and the log-variance beside it.",
        discussion: """
            Prints JSON on stdout, or writes the file that --output names: .json, .ndjson or .npy (means only). \
            Drawings are read, encoded and written a few thousand at a time: memory does not grow with their number.

            EXAMPLES
              studio encode examples/cat.json --json
              studio encode examples/*.json --output latents.json
              studio encode 'cats.ndjson#17' --output cat.npy
            """)

    @Argument(help: ArgumentHelp("Files of drawings.", valueName: "file"))
    var files: [String]

    @OptionGroup var input: InputOptions
    @OptionGroup var modelOptions: ModelOptions
    @OptionGroup var threadOptions: ThreadOptions
    @OptionGroup(title: "General") var common: CommonOptions

    func run() throws {
        let parameters = EncodeParameters(
            files: files, reading: input.reading, model: modelOptions.model,
            threads: threadOptions.threads, output: common.output.map(OutputFile.init))
        try parameters.run(reporter: common.reporter, json: common.json)
    }
}

/// Everything that decides what `studio encode` writes.
struct EncodeParameters {
    var files: [String]
    var reading: ReadOptions
    var model: String?
    var threads: Int
    var output: OutputFile?

    /// Drawings read, encoded and written at a time.
    private static let portion = 4096

    func run(reporter: Reporter, json: Bool) throws {
        try output?.checkWritable()
        let loaded = try LoadedModel(model)
        try loaded.requireEncoder()
        loaded.warnOfUnknownScale(reporter)
        let prints = json || output == nil
        let writer = try LatentWriter(
            model: loaded.name, path: output?.path, document: prints ? { reporter.output($0) } : nil)
        let job = EncodeJob(
            loaded: loaded, encoder: try loaded.model.encoder(), writer: writer,
            threads: threads, reporter: reporter)
        let pipeline = BatchPipeline<Drawing>(batchSize: Self.portion, threads: threads) { try job.encode($0) }
        for file in files {
            try reading.reader(of: file).forEachRecord { record in
                reporter.warnOfNotes(record)
                try pipeline.add(Drawing(record: record))
            }
        }
        try pipeline.finish()
        reporter.clear()
        job.warnOfLength()
        try job.writer.finish()
        if let output, !json { Console.result(output.path) }
    }
}

/// An encoding in progress. Batches arrive one after another.
private final class EncodeJob: @unchecked Sendable {
    let writer: LatentWriter
    private let loaded: LoadedModel
    private let encoder: SketchEncoder
    private let threads: Int
    private let reporter: Reporter
    private var done = 0
    private var long = Drawing.Lengths()

    init(loaded: LoadedModel, encoder: SketchEncoder, writer: LatentWriter, threads: Int, reporter: Reporter) {
        self.loaded = loaded
        self.encoder = encoder
        self.writer = writer
        self.threads = threads
        self.reporter = reporter
    }

    func encode(_ drawings: [Drawing]) throws {
        let rows = try drawings.parallelMap(threads: threads) { [loaded] in try loaded.model.units.rows(of: $0.record) }
        for (drawing, rows) in zip(drawings, rows) { long.add(drawing.sketch.source, rows: rows.count, loaded) }
        let latents = try encoder.encode(rows: rows, threads: threads)
        try writer.append(
            zip(drawings, latents).map { LatentRecord(source: $0.sketch.source, latent: $1) }, threads: threads)
        done += drawings.count
        reporter.progress("encoding", done: done)
    }

    func warnOfLength() { long.warn(loaded, reporter) }
}
