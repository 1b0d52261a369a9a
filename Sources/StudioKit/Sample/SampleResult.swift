import SketchInference
import SketchSupport

/// What a `SampleJob` wrote.
public struct SampleResult: JobResult {
    /// The drawings of one temperature.
    public struct Temperature: Sendable {
        public var temperature: Double
        /// Mean number of rows.
        public var meanRows: Double
        /// Mean number of rows after which the pen is lifted.
        public var meanPenLifts: Double
        /// Drawings that terminated.
        public var finished: Int

        init(_ tally: SampleTally) {
            func mean(_ sum: Int) -> Double { Double(sum) / Double(max(tally.drawings, 1)) }
            temperature = tally.temperature
            meanRows = mean(tally.rows)
            meanPenLifts = mean(tally.penLifts)
            finished = tally.finished
        }

        fileprivate var json: JSONValue {
            .object([
                ("temperature", .double(temperature)), ("mean_rows", .double(meanRows)),
                ("mean_pen_lifts", .double(meanPenLifts)), ("finished", .integer(finished)),
            ])
        }
    }

    /// The path of the sheet or the records.
    public var output: String
    /// The model's name.
    public var model: String
    /// Drawings at all temperatures.
    public var sketches: Int
    public var prior: Prior
    public var temperatures: [Temperature]

    public var lines: [String] { [output] }
    public var jsonText: String {
        JSONValue.object([
            ("output", .string(output)), ("model", .string(model)), ("sketches", .integer(sketches)),
            ("prior", .string(prior.rawValue)), ("temperatures", .array(temperatures.map(\.json))),
        ]).text
    }
}
