import SketchCore
import SketchEvaluation
import SketchFormats
import SketchSupport

/// Compares two sets of drawings by the features of a picture classifier.
public struct ClassifierCompareJob: StudioJob {
    /// The path of a file of real drawings.
    public var real = ""
    /// The path of a file of drawn ones.
    public var drawn = ""
    public var reading = ReadOptions()
    /// Path of a picture classifier's file; nil for the built-in picture classifier.
    public var classifier: String?
    /// k of precision and recall.
    public var neighbours = 3
    public var threads = Threads.automatic

    public init() {}

    public static let manual = CommandManual(
        name: "classifier compare", title: "Comparison",
        abstract: "Compare drawn with real drawings: Fréchet distance, precision, recall.",
        discussion: """
            The measures use the features of a picture classifier: the Fréchet distance between normal distributions \
            (Heusel et al. 2017), precision and recall (Kynkäänniemi et al. 2019), and retrieval, the share of drawings \
            whose nearest real drawing, or one of the ten nearest, has the same position in its file. Retrieval is omitted \
            unless both files have as many drawings.

            The Fréchet distance depends on the number of drawings and on the classifier. It is not comparable with \
            published numbers.

            EXAMPLES
              studio classifier compare real.ndjson drawn.ndjson
            """,
        output: nil)

    public static let operands: JobOperands<ClassifierCompareJob>? = JobOperands(
        JobOperands(\.real, valueName: "real", help: "A file of real drawings."),
        JobOperands(\.drawn, valueName: "drawn", help: "A file of drawn ones."))

    public static let options = OptionTable<ClassifierCompareJob>(
        own: [
            .number("neighbours", \.neighbours, in: 1...1_000, help: "k of precision and recall.")
        ], input: [.pictureClassifier(\.classifier)] + ReadOptions.listOptions.at(\.reading), general: [.threads(\.threads)])

    /// - Throws: `FormatError`, `SketchError`, `InferenceError`, `StudioError`.
    public func perform(_ reporter: Reporter) throws -> Result {
        let path = classifier ?? ClassifierKind.picture.rawValue
        guard let picture = try ClassifierFile.classifier(nameOrPath: path) as? PictureClassifier else {
            throw UsageError("--classifier \(path): not a picture classifier.")
        }
        let sets = try [real, drawn].map { file in
            let drawings = try Drawing.read([file], reading, reporter: reporter)
            let strokes = try drawings.map(\.record).parallelMap(threads: threads) {
                try $0.strokesForModel(picture.preprocessing)
            }
            return FeatureSet(try picture.features(of: strokes, threads: threads))
        }
        guard let real = sets[0], let drawn = sets[1],
            let distance = FrechetDistance.between(real, drawn),
            let pair = PrecisionRecall(real: real, drawn: drawn, neighbours: neighbours, threads: threads)
        else { throw StudioError.tooFewToCompare(neighbours + 1) }
        let retrieval = real.count == drawn.count ? Retrieval(of: drawn, among: real, threads: threads) : nil
        return Result(
            real: real.count, drawn: drawn.count, neighbours: neighbours, frechetDistance: distance,
            precision: pair.precision, recall: pair.recall, retrieval: retrieval)
    }

    /// The measures.
    public struct Result: JobResult {
        /// The numbers of drawings.
        public let real, drawn: Int
        public let neighbours: Int
        public let frechetDistance, precision, recall: Double
        /// Nil unless both files have as many drawings.
        public let retrieval: Retrieval?

        public var jsonText: String {
            JSONValue.object([
                ("real", .integer(real)), ("drawn", .integer(drawn)), ("neighbours", .integer(neighbours)),
                ("frechet_distance", .double(frechetDistance)), ("precision", .double(precision)),
                ("recall", .double(recall)),
                ("retrieval_top1", retrieval.map { .double($0.rate(within: 1)) } ?? .null),
                ("retrieval_top10", retrieval.map { .double($0.rate(within: 10)) } ?? .null),
            ]).text
        }

        public var lines: [String] {
            var rows = [
                ("Fréchet distance", Reporter.short(frechetDistance)), ("precision", Reporter.short(precision)),
                ("recall", Reporter.short(recall)),
            ]
            if let retrieval {
                rows.append(("retrieval, top 1", Reporter.short(retrieval.rate(within: 1))))
                rows.append(("retrieval, top 10", Reporter.short(retrieval.rate(within: 10))))
            }
            return ["| Measure | \(real) real, \(drawn) drawn |", "| --- | ---: |"] + rows.map { "| \($0) | \($1) |" }
        }
    }
}
