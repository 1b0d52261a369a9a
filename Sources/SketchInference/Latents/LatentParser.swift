import SketchFormats

/// The latents of a file, collected from its JSON values or rows.
struct LatentParser {
    /// The largest number of values of a latent, as of `z_size`.
    static let sizeLimit = 1 << 16

    /// The file's name in errors and sources.
    let name: String
    let limits: ReaderLimits
    private(set) var records: [LatentRecord] = []

    init(name: String, limits: ReaderLimits) {
        self.name = name
        self.limits = limits
    }

    func refusal(_ reason: String) -> InferenceError { .notLatents(file: name, reason: reason) }

    /// - Throws: `FormatError.limitExceeded`.
    mutating func append(_ mean: [Float], logVariance: [Float]? = nil, source: String?) throws {
        guard records.count < limits[.latents] else { throw limits.exceeded(.latents, file: name) }
        records.append(
            LatentRecord(
                source: source ?? "\(name)#\(records.count)", latent: Latent(mean: mean, logVariance: logVariance)))
    }

    /// Reads a text that is one JSON value, or has one value per line.
    ///
    /// - Throws: `FormatError.limitExceeded`, `InferenceError.notLatents`.
    mutating func append(json text: UnsafeRawBufferPointer) throws {
        let parser = try JSONParser()
        let text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...]
        if text.count <= limits[.jsonBytes] {
            do { return try append(value: text, parser) } catch is JSONParser.Refusal {}
        }
        var rest = text
        while !rest.isEmpty {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest[line.endIndex...].dropFirst()
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            guard line.count <= limits[.jsonBytes] else {
                throw limits.exceeded(.jsonBytes, file: name, place: "one JSON value", found: line.count)
            }
            do { try append(value: line, parser) } catch is JSONParser.Refusal {
                throw refusal("neither JSON nor a .npy array")
            }
        }
    }

    /// Reads a document, a list of latents, or a single latent.
    private mutating func append(value: Slice<UnsafeRawBufferPointer>, _ parser: JSONParser) throws {
        var padded = [UInt8](value)
        padded.append(contentsOf: repeatElement(0x20, count: JSONParser.padding))
        try padded.withUnsafeBytes { bytes in
            try parser.withDocument(bytes) { value in
                let list = value.isObject ? value.member("latents") : value
                let first = list?.elements.first { _ in true }
                if let list, list.isArray, first.map({ $0.isArray || $0.isObject }) ?? true {
                    for latent in list.elements { try append(latent: latent) }
                } else {
                    try append(latent: value)
                }
            }
        }
    }

    private mutating func append(latent value: JSONView) throws {
        guard let mean = numbers(value.isObject ? value.member("mean") : value), !mean.isEmpty else {
            throw refusal("entry \(records.count) has no list of finite numbers")
        }
        guard mean.count <= Self.sizeLimit else {
            throw refusal("entry \(records.count) has more than \(Self.sizeLimit) numbers, the limit")
        }
        var logVariance: [Float]?
        if value.isObject, let member = value.member("log_variance") {
            logVariance = numbers(member)
            guard logVariance?.count == mean.count else {
                throw refusal("entry \(records.count) has a log_variance that is not a list of \(mean.count) finite numbers")
            }
        }
        try append(mean, logVariance: logVariance, source: value.member("source")?.string)
    }

    /// A list of finite numbers, up to one more than the limit; nil for any other value.
    private func numbers(_ value: JSONView?) -> [Float]? {
        let numbers = value?.numbers.map { words in
            (0..<min(words.count / 2, Self.sizeLimit + 1)).map { Float(JSONView.value(words, $0)) }
        }
        return numbers.flatMap { $0.allSatisfy(\.isFinite) ? $0 : nil }
    }
}
