import SketchFormats
import SketchRendering
import SketchSupport

/// Counts drawings, their lengths and classes, estimates the scale factor, and finds what will impair training. Can write
/// a histogram of the lengths.
public struct DatasetInfoJob: PictureJob {
    /// Files or folders of drawings.
    public var data: [String] = []
    /// The maximum length of a drawing in rows.
    public var maxLength = 250
    public var reading = ReadOptions()
    /// A picture; nil writes none.
    public var output: String?
    public var outputOptions = OutputOptions()

    public init() {}

    public struct Result: JobResult {
        /// The path of the histogram; nil if none was written.
        public let output: String?
        private let census: DatasetCensus

        init(output: String?, census: DatasetCensus) {
            self.output = output
            self.census = census
        }

        /// Drawings that were read.
        public var sketches: Int { census.drawings }
        /// The standard deviation of the training drawings' offsets, in pixels.
        public var scaleFactor: Double { census.scaleFactor }
        /// Drawings by class.
        public var classes: [String: Int] { census.classes }

        public var lines: [String] { census.lines + (output.map { [$0] } ?? []) }
        public var jsonText: String { JSONValue.object(census.json + [("output", .optional(output))]).text }
        public var warnings: [String] { census.warnings }
    }

    /// - Throws: `FormatError`, `RenderingError`, `StudioError`.
    public func perform(_ reporter: Reporter) throws -> Result {
        let file = outputFile
        try file?.checkWritable()
        var census = DatasetCensus(maxLength: maxLength)
        try reading.forEachRecord(in: data, reporter: reporter) { census.count($0) }
        if let file {
            // The data are named, not hashed: they may be large.
            try BarPlot(
                title: counted(census.lengths.count, "drawing"), axis: "rows of a drawing",
                bars: census.histogram(bins: 40).map {
                    BarPlot.Bar(low: Double($0.low), high: Double($0.high), value: Double($0.count))
                }
            ).write(to: file, recipe: recipe(), reporter)
        }
        return Result(output: output, census: census)
    }
}
