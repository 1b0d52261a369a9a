import FoundationEssentials
import Glibc
import SketchCore
import SketchFormats
import SketchInference
import SketchSupport

/// A file of losses: NDJSON with a line for each drawing, after a line that states the models and how they were measured.
enum LossFile {
    static let extensions = ["ndjson", "jsonl"]

    /// A line of the file.
    enum Line {
        case measurement(LossComparison)
        case drawing(DrawingLosses)

        var text: String {
            switch self {
            case .measurement(let comparison): comparison.headLine
            case .drawing(let losses): losses.json.text + "\n"
            }
        }
    }

    /// Whether a file begins like one of losses.
    static func recognises(_ data: some Collection<UInt8>) -> Bool { data.starts(with: Array(#"{"measurement":"#.utf8)) }

    /// Reads the parts of a measurement in order. The losses of all drawings are summed in this order, so that they are those
    /// of the undivided measurement.
    ///
    /// - Parameter receive: called with the first line of the first part, and with each drawing's.
    /// - Throws: `StudioError.notLosses`, `.differentMeasurements`, and what reading and `receive` throw.
    static func read(
        _ files: [String], limits: ReaderLimits, receive: (Line, _ file: String) throws -> Void
    ) throws -> LossComparison {
        var comparison: LossComparison?
        for file in files {
            try forEachLine(of: file, limits) { line, value in
                func refusal(_ reason: String) -> StudioError { .notLosses(file, line: line, reason: reason) }
                if let head = value.member("measurement") {
                    guard let found = LossComparison(head) else {
                        throw refusal("its description of the measurement is incomplete")
                    }
                    if let comparison {
                        guard comparison.headLine == found.headLine else {
                            throw StudioError.differentMeasurements(files[0], file)
                        }
                    } else {
                        comparison = found
                        try receive(.measurement(found), file)
                    }
                    return
                }
                guard let models = comparison?.reports.count else { throw refusal("it does not state the measurement") }
                guard let drawing = DrawingLosses(value, models: models) else {
                    throw refusal("it has no losses of \(counted(models, "model"))")
                }
                comparison?.add(drawing)
                try receive(.drawing(drawing), file)
            }
        }
        guard let comparison else { throw StudioError.notLosses(files[0], line: 1, reason: "the file is empty") }
        return comparison
    }

    /// Calls `body` with each line's number, from 1, and its value.
    private static func forEachLine(
        of file: String, _ limits: ReaderLimits, _ body: (_ line: Int, JSONView) throws -> Void
    ) throws {
        let parser = try JSONParser()
        let lines = try LatentFile.contents(of: file, limits).split(separator: UInt8(ascii: "\n"))
        for (index, line) in lines.enumerated() {
            let padded = [UInt8](line) + repeatElement(0x20, count: JSONParser.padding)
            do {
                try padded.withUnsafeBytes { try parser.withDocument($0) { try body(index + 1, $0) } }
            } catch let error as JSONParser.Refusal {
                throw StudioError.notLosses(file, line: index + 1, reason: error.reason)
            }
        }
    }
}

extension LossComparison {
    /// The first line of a file of losses.
    var headLine: String {
        JSONValue.object([("measurement", .array(reports.map { .object($0.measurement) }))]).text + "\n"
    }

    /// Nil for a value that does not state a measurement; without drawings.
    init?(_ value: JSONView) {
        guard value.isArray else { return nil }
        var reports: [LossReport] = []
        for model in value.elements {
            guard let report = LossReport(measurement: model) else { return nil }
            reports.append(report)
        }
        guard !reports.isEmpty else { return nil }
        self.init(reports: reports)
    }
}

extension LossReport {
    /// The model, and what its losses depend on.
    fileprivate var measurement: [(String, JSONValue)] {
        [
            ("model", .string(model)), ("fingerprint", .optional(fingerprint)), ("max_seq_len", .integer(maxLength)),
            ("padding", .string(padding.rawValue)), ("latent", .string(latent.rawValue)),
            ("scale_factor", scaleFactor.map(JSONValue.double) ?? .null), ("preprocessing", preprocessing.json),
        ]
    }

    fileprivate init?(measurement value: JSONView) {
        guard value.isObject, let model = value.member("model")?.string,
            let maxLength = value.member("max_seq_len")?.wholeNumber, maxLength > 0,
            let padding = (value.member("padding")?.string).flatMap(EvaluateJob.Padding.init(rawValue:)),
            let latent = (value.member("latent")?.string).flatMap(EvaluateJob.LatentChoice.init(rawValue:)),
            let preprocessing = value.member("preprocessing"), preprocessing.isObject,
            let canvas = preprocessing.member("canvas")?.number, let epsilon = preprocessing.member("rdp_epsilon")?.number
        else { return nil }
        var own = Preprocessing()
        (own.canvas, own.epsilon) = (canvas, epsilon)
        self.init(
            model: model, fingerprint: value.member("fingerprint")?.string, maxLength: maxLength, padding: padding,
            latent: latent, scaleFactor: value.member("scale_factor")?.number, preprocessing: own)
    }
}
