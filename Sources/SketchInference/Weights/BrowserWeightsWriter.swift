import FoundationEssentials
import SketchSupport

/// Writes models for the browser ports; see `BrowserWeights` for the format.
public struct BrowserWeightsWriter {
    private let model: SketchModel
    private let names: [String]

    private var clippedCount = 0

    /// The file's bytes, and the number of weights outside the format's range, +-10, which are clipped to it.
    ///
    /// - Throws: what `SketchModel.validate` throws, and `InferenceError.notForBrowsers` for a model that the ports cannot
    ///   run.
    public static func data(_ model: SketchModel, for format: WeightFile.Format) throws -> (data: Data, clipped: Int) {
        var writer = try BrowserWeightsWriter(model, format)
        return (try writer.data(), writer.clippedCount)
    }

    private init(_ model: SketchModel, _ format: WeightFile.Format) throws {
        try model.validate()
        let configuration = model.configuration
        func refuse(_ limit: BrowserLimit) -> InferenceError { .notForBrowsers(limit) }
        let cells = [configuration.decoderCell] + (configuration.isConditional ? [configuration.encoderCell] : [])
        if let cell = cells.first(where: { $0 != .lstm }) { throw refuse(.cell(cell)) }
        guard configuration.mixtureCount == 20 else { throw refuse(.mixtureCount(configuration.mixtureCount)) }
        guard model.scaleFactor != nil else { throw refuse(.noScaleFactor) }
        guard configuration.isConditional == (format == .autoencoderJSON) else {
            throw refuse(.isConditional(configuration.isConditional))
        }
        self.model = model
        names = configuration.isConditional ? BrowserWeights.autoencoderNames : BrowserWeights.decoderNames
    }

    private mutating func data() throws -> Data {
        var shapes: [[Int]] = []
        var texts: [String] = []
        for name in names {
            let tensor = try model.tensor(name)
            shapes.append(tensor.shape)
            texts.append(quantized(tensor.values).base64EncodedString())
        }
        let parts = [
            try JSONText.sorted(info, formatting: .withoutEscapingSlashes), try JSONText.sorted(shapes),
            "[" + texts.map { "\"\($0)\"" }.joined(separator: ",") + "]",
        ]
        return Data(("[" + parts.joined(separator: ",") + "]").utf8)
    }

    private var info: BrowserWeights.Info {
        let record = model.trainingRecord
        return BrowserWeights.Info(
            name: model.classes.isEmpty ? nil : model.classes.joined(separator: ", "),
            mode: .init(isDecoderOnly: !model.configuration.isConditional),
            version: model.configuration.squashesLatent ? 5 : 6, maxLength: model.configuration.maxLength,
            scaleFactor: model.scaleFactor, reconstructionLoss: record.reconstructionLoss, klLoss: record.klLoss,
            trainingDrawings: record.trainingDrawings)
    }

    /// Little-endian int16, rounded to nearest.
    private mutating func quantized(_ values: [Float]) -> Data {
        var data = Data(capacity: values.count * 2)
        for value in values {
            let steps = (Double(value) / BrowserWeights.scale).rounded()
            if steps < -32768 || steps > 32767 { clippedCount += 1 }
            let word = Int16(min(max(steps, -32768), 32767)).littleEndian
            withUnsafeBytes(of: word) { data.append(contentsOf: $0) }
        }
        return data
    }
}
