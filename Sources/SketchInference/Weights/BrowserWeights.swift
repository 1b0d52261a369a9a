import FoundationEssentials

/// The weights of the browser ports, `*.gen.json` (decoder-only) and `*.vae.json` (conditional): a JSON array of an object
/// of facts, the list of shapes, and a list of base64 strings of little-endian int16, where q means 10 q / 32767. Cells are
/// LSTMs.
struct BrowserWeights: Sendable {
    /// The object of facts; other keys are ignored.
    struct Info: Codable, Sendable {
        var name: String?
        var mode: Mode?
        var version: Double?
        var maxLength: Int?
        var scaleFactor: Double?
        var reconstructionLoss: Double?
        var klLoss: Double?
        var trainingDrawings: Int?

        private enum CodingKeys: String, CodingKey {
            case name, mode, version
            case maxLength = "max_seq_len"
            case scaleFactor = "scale_factor"
            case reconstructionLoss = "r_loss"
            case klLoss = "kl_loss"
            case trainingDrawings = "training_size"
        }
    }

    /// 2 or "gen" for a decoder-only model; any other value for a conditional one.
    struct Mode: Codable, Sendable {
        var isDecoderOnly: Bool

        init(isDecoderOnly: Bool) { self.isDecoderOnly = isDecoderOnly }

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let number = try? value.decode(Double.self) {
                isDecoderOnly = number == 2
            } else {
                isDecoderOnly = try value.decode(String.self) == "gen"
            }
        }

        func encode(to encoder: any Encoder) throws {
            var value = encoder.singleValueContainer()
            try value.encode(isDecoderOnly ? 2 : 1)
        }
    }

    /// The weight of an int16 unit.
    static let scale = 10.0 / 32767
    /// The tensors of a decoder-only model in the order of the files.
    static let decoderNames = [
        "RNN/output_w", "RNN/output_b", "RNN/LSTMCell/W_xh", "RNN/LSTMCell/W_hh", "RNN/LSTMCell/bias",
    ].map { "vector_rnn/" + $0 }
    /// The tensors of a conditional model in the order of the files.
    static let autoencoderNames =
        [
            "ENC_RNN/fw/LSTMCell/W_xh", "ENC_RNN/fw/LSTMCell/W_hh", "ENC_RNN/fw/LSTMCell/bias",
            "ENC_RNN/bw/LSTMCell/W_xh", "ENC_RNN/bw/LSTMCell/W_hh", "ENC_RNN/bw/LSTMCell/bias",
            "ENC_RNN_mu/super_linear_w", "ENC_RNN_mu/super_linear_b",
            "ENC_RNN_sigma/super_linear_w", "ENC_RNN_sigma/super_linear_b",
            "linear/super_linear_w", "linear/super_linear_b",
        ].map { "vector_rnn/" + $0 } + decoderNames

    let info: Info
    let isDecoderOnly: Bool
    /// The tensors in the file's order.
    let entries: [WeightFile.Entry]
    private let file: String
    private let bytes: Data
    private let texts: [String: Range<Int>]

    /// - Throws: `InferenceError.malformedFile`.
    init(data: Data, file: String) throws {
        func refuse(_ detail: String) -> InferenceError { .malformedFile(file: file, kind: .browser, detail: detail) }
        let bytes = data.startIndex == 0 ? data : Data(data)
        guard let parts = JSONElements.ranges(of: bytes, in: 0..<bytes.count, limit: 3), parts.count == 3 else {
            throw refuse("it is not a complete JSON array of facts, shapes and weights; it may be truncated")
        }
        func decode<Value: Decodable>(_ type: Value.Type, _ part: Int, _ what: String) throws -> Value {
            let text = bytes.subdata(in: parts[part])
            guard text.count < 1 << 20, JSONNesting.depth(of: text, stoppingAt: 8) < 8,
                let value = try? JSONDecoder().decode(type, from: text)
            else { throw refuse(what) }
            return value
        }
        info = try decode(Info.self, 0, "its first element is not an object of facts about the model")
        let shapes = try decode([[Int]].self, 1, "its second element is not a list of shapes")
        let limit = Self.autoencoderNames.count
        guard let texts = JSONElements.ranges(of: bytes, in: parts[2], limit: limit) else {
            throw refuse("its third element is not a list of at most \(limit) base64 texts")
        }
        let decoderOnly = info.mode?.isDecoderOnly ?? (texts.count == Self.decoderNames.count)
        let names = decoderOnly ? Self.decoderNames : Self.autoencoderNames
        guard texts.count == names.count, shapes.count == names.count else {
            throw refuse(
                "a \(decoderOnly ? "decoder-only" : "conditional") model has \(names.count) tensors, "
                    + "but the file has \(shapes.count) shapes and \(texts.count) base64 texts")
        }
        entries = try zip(names, shapes).map { name, shape in
            var count = 1
            for dimension in shape {
                let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
                guard dimension >= 0, !overflow else { throw refuse("tensor \(name) has the invalid shape \(shape)") }
                count = product
            }
            return WeightFile.Entry(name: name, shape: shape, type: "I16")
        }
        isDecoderOnly = decoderOnly
        self.texts = Dictionary(uniqueKeysWithValues: zip(names, texts))
        self.bytes = bytes
        self.file = file
    }
}

extension BrowserWeights: TensorSource {
    /// - Throws: `InferenceError.missingTensor` or `.malformedFile`.
    func tensor(_ name: String) throws -> Tensor {
        guard let range = texts[name], let entry = entries.first(where: { $0.name == name }) else {
            throw InferenceError.missingTensor(file: file, name: name)
        }
        func refuse(_ detail: String) -> InferenceError {
            .malformedFile(file: file, kind: .browser, detail: "tensor \(name) \(detail)")
        }
        // Base64 can contain '/' as the escape '\/'; only then is the text decoded as JSON.
        let text = bytes.subdata(in: range)
        let quote = UInt8(ascii: "\"")
        let base64: Data?
        if text.contains(UInt8(ascii: "\\")) {
            let whole = try? JSONDecoder().decode(String.self, from: text)
            base64 = whole.map { Data($0.utf8) }
        } else {
            base64 = text.count >= 2 && text.first == quote && text.last == quote ? text.dropFirst().dropLast() : nil
        }
        guard let base64, let data = Data(base64Encoded: base64) else { throw refuse("is not base64 text") }
        let (size, overflow) = entry.shape.reduce(1, *).multipliedReportingOverflow(by: 2)
        guard !overflow, data.count == size else {
            throw refuse("of shape \(entry.shape) does not have \(data.count) bytes")
        }
        return Tensor(
            shape: entry.shape, values: LittleEndian.int16s(data).map { Float(Double($0) * Self.scale) })
    }
}
