import ArgumentParser
import SketchData
import SketchInference

/// `studio encode FILE...`: drawings to latents.
struct Encode: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Drawings to latents: the mean, and the log-variance beside it.",
        discussion: """
            Prints JSON on stdout, or writes the file that --output names: .json, .ndjson or .npy (means only).

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
            files: files, inputFormat: input.inputFormat, model: modelOptions.model,
            threads: threadOptions.threads, output: common.output.map(OutputFile.init))
        try parameters.run(reporter: common.reporter, json: common.json)
    }
}

/// Everything that decides what `studio encode` writes.
struct EncodeParameters {
    var files: [String]
    var inputFormat: SketchReader.InputFormat?
    var model: String?
    var threads: Int
    var output: OutputFile?

    func run(reporter: Reporter, json: Bool) throws {
        try output?.checkWritable()
        let loaded = try LoadedModel(model)
        try loaded.requireEncoder()
        loaded.warnOfUnknownScale(reporter)
        let encoder = try SketchEncoder(loaded.model)
        let drawings = try Drawing.read(files, format: inputFormat, reporter: reporter)
        var entries: [LatentFile.Entry] = []
        var lengths: [(source: String, rows: Int)] = []
        for start in stride(from: 0, to: drawings.count, by: 256) {
            let part = drawings[start..<min(start + 256, drawings.count)]
            let rows = try part.map { try $0.rows(for: loaded) }
            lengths += zip(part, rows).map { (source: $0.sketch.source, rows: $1.count) }
            let latents = try encoder.encode(rows, threads: threads)
            entries += zip(part, latents).map { LatentFile.Entry(source: $0.sketch.source, latent: $1) }
            reporter.progress("encoding", done: entries.count, of: drawings.count)
        }
        reporter.clear()
        Drawing.warnOfLength(lengths, loaded, reporter)
        if let output {
            let format = LatentFile.Format(fileExtension: output.fileExtension)
            try output.write(LatentFile.data(entries, model: loaded.name, format: format))
        }
        if json || output == nil {
            Console.result(LatentFile.document(entries, model: loaded.name).text)
        } else if let output {
            Console.result(output.path)
        }
    }
}
