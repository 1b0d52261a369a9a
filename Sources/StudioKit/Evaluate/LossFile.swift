import Foundation
import SketchCore
import SketchFormats
import SketchInference
import SketchSupport

/// A file of losses: NDJSON with a line for each drawing, after a line that states the models and how they were measured.
enum LossFile {
    static let extensions = ["ndjson", "jsonl"]

    /// Reads the parts of a measurement in order. The losses of all drawings are summed in this order, so that they are those
    /// of the undivided measurement.
    ///
    /// - Parameter receive: called with the first line, without a drawing, and with each drawing's.
    /// - Throws: `StudioError.notLosses`, `.differentMeasurements`, and what reading and `receive` throw.
    static func read(
        _ files: [String], limits: ReaderLimits, receive: (_ line: String, _ drawing: String?, _ file: String) throws -> Void
    ) throws -> LossComparison {
        var comparison: LossComparison?
        for file in files {
            let data = try LatentFile.contents(of: file, limits)
            let parser = try JSONParser()
            var number = 0
            for line in data.split(separator: UInt8(ascii: "\n")) {
                number += 1
                func refusal(_ reason: String) -> StudioError { .notLosses(file, line: number, reason: reason) }
                var padded = [UInt8](line)
                padded.append(contentsOf: repeatElement(0x20, count: JSONParser.padding))
                do {
                    try padded.withUnsafeBytes { bytes in
                        try parser.withDocument(bytes) { value in
                            if let head = value.member("measurement") {
                                guard let found = LossComparison(head) else { throw refusal("the first line is not complete") }
                                if let first = comparison {
                                    guard first.headLine == found.headLine else {
                                        throw StudioError.differentMeasurements(files[0], file)
                                    }
                                } else {
                                    comparison = found
                                    try receive(found.headLine, nil, file)
                                }
                            } else if let models = comparison?.reports.count {
                                guard let drawing = DrawingLosses(value, models: models) else {
                                    throw refusal("it has no losses of \(counted(models, "model"))")
                                }
                                comparison?.add(drawing)
                                try receive(drawing.json.text + "\n", drawing.source, file)
                            } else {
                                throw refusal("the line that states the measurement is missing")
                            }
                        }
                    }
                } catch let error as JSONParser.Refusal {
                    throw refusal(error.reason)
                }
            }
        }
        guard let comparison else { throw StudioError.notLosses(files[0], line: 1, reason: "the file is empty") }
        return comparison
    }

    /// Whether a file begins like one of losses.
    static func recognises(_ data: some Collection<UInt8>) -> Bool { data.starts(with: Array(#"{"measurement":"#.utf8)) }
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
