import FoundationEssentials
import SketchFormats
import SketchInference
import SketchRendering
import SketchSupport

/// Measures a model's losses over drawings or, if `report` or `sheet` is set, the quality of the drawings it makes.
public struct EvaluateJob: PictureJob {
    /// Whether the pen loss counts after a drawing's end.
    public enum Padding: String, CaseIterable, Sendable {
        /// Counted up to N, as in the original program.
        case counted
        /// Not counted.
        case masked
    }

    /// The latent that a drawing is decoded from.
    public enum LatentChoice: String, CaseIterable, Sendable {
        /// A sample of the posterior, as in the paper.
        case sample
        /// The posterior's mean.
        case mean
    }

    /// Paths of files or folders of drawings.
    public var data: [String] = []
    public var reading = ReadOptions()
    /// Nil for all drawings, or for the test split if the quality is measured.
    public var split: SplitChoice?
    /// Names of built-in models or paths of weight files; none means the standard model. The quality is measured of one.
    public var models: [String] = []
    var model: String? { models.first }
    /// Fixes the samples of the posterior, the selection of drawings and the sampling noise of the report.
    public var seed: UInt64 = 1
    public var threads = Threads.automatic

    // MARK: Losses

    public var padding = Padding.counted
    public var latent = LatentChoice.sample
    /// Drawings per batch; affects speed, not the losses.
    public var batchSize = 100
    /// The part of the drawings to measure; nil for all.
    public var shard: Shard?
    /// The file for the losses, as JSON or with a line for each drawing as NDJSON, or for the picture of `sheet`.
    public var output: String?
    public var outputOptions = OutputOptions()

    // MARK: Quality

    /// The folder for the quality report.
    public var report: String?
    /// The only sheet of the quality report to make; nil for all, in `report`.
    public var sheet: QualitySheet?
    /// The maximum number of drawings per class; the seed selects them.
    public var perClass = 200
    /// The temperatures of reconstructions and samples; interpolations and analogies use the first.
    public var temperatures = TemperatureList(0.1, 0.3, 0.6)
    /// Nil for the model's standard convention.
    public var convention: TemperatureConvention?
    /// Changes the procedure that is measured beside the paper's; if plain, only the paper's is measured.
    public var candidates = CandidateSettings()
    /// Path of a classifier file; nil for the built-in classifier.
    public var classifier: String?

    public init() {}

    /// What was measured.
    public enum Result: JobResult {
        case losses(LossComparison)
        case quality(QualityReportFiles)
        /// The path of the picture.
        case sheet(String)

        public var warnings: [String] { if case .losses(let report) = self { report.warnings } else { [] } }

        public var lines: [String] {
            switch self {
            case .losses(let report): report.lines
            case .quality(let files): files.paths
            case .sheet(let path): [path]
            }
        }

        public var jsonText: String {
            switch self {
            case .losses(let report): report.jsonText
            case .quality(let files): files.jsonText
            case .sheet(let path): JSONValue.object([("output", .string(path))]).text
            }
        }
    }

    public var makesPicture: Bool { sheet != nil && report == nil }

    public var outputExtensions: [String]? {
        sheet == nil ? ["json"] + LossFile.extensions : PictureFormat.allCases.map(\.rawValue)
    }

    /// The report's files, or `output`.
    public var writtenPaths: [String] {
        guard let report else { return output.map { [$0] } ?? [] }
        let sheets = QualitySheet.allCases.flatMap { ["\($0.rawValue).png", "\($0.rawValue)-plain.png"] }
        return (["report.json", "report.md"] + sheets).map { FilePath.joined(report, $0) }
    }

    public func validate() throws {
        if report != nil, sheet != nil { throw UsageError("--report and --sheet cannot be combined.") }
        if models.count > 1, report != nil || sheet != nil {
            throw UsageError("--report and --sheet measure one model. Give one --model.")
        }
        if shard != nil, report != nil || sheet != nil {
            throw UsageError("--shard applies to losses only: omit --report and --sheet.")
        }
        try checkShard(shard, format: outputFile?.fileExtension)
        try candidates.validate()
        let unused = report == nil && sheet == nil ? Self.reportSettings : Self.lossSettings
        let given = unused.filter { $0.texts(in: self) != $0.texts(in: Self()) }.map { "--" + $0.name }
        if !given.isEmpty {
            throw UsageError(
                "\(given.joined(separator: ", ")) \(given.count == 1 ? "has" : "have") no effect "
                    + (report == nil && sheet == nil ? "without --report or --sheet." : "with --report or --sheet."))
        }
        if report != nil, output != nil { throw UsageError("--report writes a folder: omit it or --output.") }
        if report?.isEmpty == true { throw UsageError("--report is empty. Name a folder.") }
    }

    /// - Throws: `StudioError`, or what reading, measuring and writing throw.
    public func perform(_ reporter: Reporter) throws -> Result {
        if let sheet { return .sheet(try writeSheet(sheet, reporter: reporter)) }
        if let report { return .quality(try writeReport(to: report, reporter: reporter)) }
        return .losses(try measureLosses(reporter: reporter))
    }
}
