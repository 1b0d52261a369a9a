import FoundationEssentials
import Glibc
import SketchFormats
import SketchInference
import SketchSupport

/// Joins the parts that `--shard` wrote: latents or losses.
public struct JoinJob: StudioJob {
    /// The parts, in order.
    public var files: [String] = []
    public var limits = ReaderLimits.standard
    /// Latents as `.json`, `.ndjson`, `.npz` or `.npy`; losses as `.json` or `.ndjson`. Nil prints the losses.
    public var output: String?
    public var outputOptions = OutputOptions()

    public init() {}

    public enum Result: JobResult {
        case latents(EncodeJob.Result)
        case losses(LossComparison, output: String?)

        public var lines: [String] {
            switch self {
            case .latents(let result): result.lines
            case .losses(let comparison, let output): output.map { [$0] } ?? comparison.lines
            }
        }
        public var jsonText: String {
            switch self {
            case .latents(let result): result.jsonText
            case .losses(let comparison, _): comparison.jsonText
            }
        }
        public var warnings: [String] { if case .losses(let comparison, _) = self { comparison.warnings } else { [] } }
    }

    public var outputExtensions: [String]? { LatentFile.Format.extensions }

    /// The output, and the file next to an `.npy` array.
    public var writtenPaths: [String] {
        guard let file = outputFile else { return [] }
        return file.fileExtension == "npy" ? [file.path, LatentFile.sidecar(of: file.path)] : [file.path]
    }

    public func validate() throws {
        var seen: Set<String> = []
        for file in files {
            guard seen.insert(file).inserted else { throw UsageError("\(file) is named twice. Give each part once.") }
            if InputFile.isPipe(file) { throw UsageError("\(file) is a pipe, a device or a folder. Save the part in a file.") }
        }
    }

    /// - Throws: `InferenceError.notLatents`, `StudioError`, `FormatError`, `FileError`, `UsageError`.
    public func perform(_ reporter: Reporter) throws -> Result {
        try outputFile?.checkWritable()
        let start = try LatentFile.contents(of: files[0], limits).prefix(64)
        if start.isEmpty { throw StudioError.notJoinable(files[0], reason: "the file is empty") }
        if LossFile.recognises(start) { return try joinLosses(reporter) }
        return .latents(try joinLatents(reporter))
    }

    private func joinLosses(_ reporter: Reporter) throws -> Result {
        let file = outputFile
        let writesLines = file.map { LossFile.extensions.contains($0.fileExtension) } ?? false
        if let file, !writesLines, file.fileExtension != "json" {
            throw UsageError("\(file.path): losses are written as .json or .ndjson.")
        }
        let writer = writesLines ? try file?.writer() : nil
        var order = PartOrder()
        let comparison = try LossFile.read(files, limits: limits) { line, part in
            if case .drawing(let losses) = line { try order.add(losses.source, in: part, reporter) }
            try writer?.write(Data(line.text.utf8))
        }
        try comparison.requireDrawings()
        if let writer { try writer.finish() } else { try file?.write(Data((comparison.jsonText + "\n").utf8)) }
        return .losses(comparison, output: output)
    }

    private func joinLatents(_ reporter: Reporter) throws -> EncodeJob.Result {
        guard let file = outputFile else { throw UsageError("Latents need an output: add --output with a name.") }
        var writer: LatentWriter?
        var (first, count) = (LatentModel?.none, 0)
        var order = PartOrder()
        for path in files {
            let records = try latents(of: path)
            for record in records {
                try order.add(record.source, in: path, reporter)
                guard let model = record.model else { throw StudioError.latentsWithoutModel(path) }
                guard first == nil || first == model else {
                    throw StudioError.latentsOfSeveralModels(path, first?.name ?? "", model.name)
                }
                first = model
            }
            if writer == nil, let first {
                writer = try LatentWriter(
                    model: first, path: file.path, format: LatentFile.Format(path: "a." + file.fileExtension))
            }
            try writer?.append(records)
            count += records.count
        }
        try writer?.finish()
        return EncodeJob.Result(output: file.path, count: count)
    }

    private func latents(of path: String) throws -> [LatentRecord] {
        do {
            return try LatentFile.read(path, limits: limits)
        } catch InferenceError.notLatents(let file, let reason) {
            throw StudioError.notJoinable(file, reason: reason)
        }
    }
}

extension JoinJob {
    public static let manual = CommandManual(
        name: "join", title: "Joining", abstract: "Join the parts of a job that was divided with --shard.",
        discussion: """
            'studio encode', 'sample', 'convert' and 'evaluate' do part i of n of their work with --shard i/n, and write \
            NDJSON. The parts are consecutive: 'cat' joins parts of latents and drawings to the output of the undivided \
            command, byte for byte. This command writes latents in any format of 'studio encode', and computes from the \
            losses of the parts the report of the undivided 'studio evaluate'. 'studio convert' writes drawings in other \
            formats. Give the parts in order.

            EXAMPLES
              studio join latents-1.ndjson latents-2.ndjson --output latents.npz
              studio join losses-*.ndjson
            """,
        output: "File to write: .json or .ndjson; for latents also .npz or .npy.")

    public static let operands: JobOperands<JoinJob>? = JobOperands(
        \.files, valueName: "file", help: "The parts, in order.")

    public static let options = OptionTable<JoinJob>(own: [], input: [.inputLimits(\.limits)])
}
