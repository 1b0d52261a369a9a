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
    mutating func append(_ fields: LatentFields) throws {
        guard records.count < limits[.latents] else { throw limits.exceeded(.latents, file: name) }
        records.append(
            fields.described(
                LatentRecord(
                    source: "\(name)#\(records.count)",
                    latent: Latent(mean: fields.mean, logVariance: fields.logVariance))))
    }

    /// Reads the arrays of a `.npz` file.
    ///
    /// - Throws: `FormatError`, `InferenceError.notLatents`, `FloatMatrixFile.Refusal`, `NamedArrays.Refusal`,
    ///   `NPYHeader.Refusal`.
    mutating func append(_ arrays: NamedArrays) throws {
        guard let means = try arrays.rows("mean") else { throw refusal("the archive has no array mean") }
        let variances = try arrays.rows("log_variance")
        let (sources, words, keys) = (try arrays.texts("source"), try arrays.texts("word"), try arrays.texts("key"))
        let indices = try arrays.integers("index")
        let model = try arrays.texts("model").flatMap { texts in
            texts.first.map { LatentModel(name: $0, fingerprint: texts.count == 2 ? texts[1].nonEmpty : nil) }
        }
        for (name, count) in [
            ("log_variance", variances?.count), ("source", sources?.count), ("word", words?.count), ("key", keys?.count),
            ("index", indices?.count),
        ] {
            guard count == nil || count == means.count else {
                throw refusal("the array \(name) has \(count ?? 0) elements for \(means.count) latents")
            }
        }
        if let variances, zip(variances, means).contains(where: { $0.count != $1.count }) {
            throw refusal("the arrays mean and log_variance have different sizes")
        }
        for row in means.indices {
            guard means[row].count <= Self.sizeLimit else {
                throw refusal("its latents have more than \(Self.sizeLimit) numbers, the limit")
            }
            var fields = LatentFields(mean: means[row], logVariance: variances?[row], model: model)
            fields.source = sources?[row].nonEmpty
            fields.word = words?[row].nonEmpty
            fields.key = keys?[row].nonEmpty
            fields.index = indices?[row]
            try append(fields)
        }
    }

    /// Reads a text that is one JSON value, or has one value per line.
    ///
    /// - Throws: `FormatError.limitExceeded`, `InferenceError.notLatents`.
    mutating func append(json text: UnsafeRawBufferPointer) throws {
        let parser = try JSONParser()
        let text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...]
        if text.count <= limits[.jsonBytes] {
            do { return try append(repairable: text, parser) } catch is JSONParser.Refusal {}
        }
        var rest = text
        while !rest.isEmpty {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest[line.endIndex...].dropFirst()
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            guard line.count <= limits[.jsonBytes] else {
                throw limits.exceeded(.jsonBytes, file: name, place: "one JSON value", found: line.count)
            }
            do { try append(repairable: line, parser) } catch is JSONParser.Refusal {
                throw refusal("neither JSON nor a NumPy file (.npy or .npz)")
            }
        }
    }

    /// Reads a value, or states which of its numbers is NaN.
    private mutating func append(repairable value: Slice<UnsafeRawBufferPointer>, _ parser: JSONParser) throws {
        do { try append(value: [UInt8](value), parser) } catch let refusal as JSONParser.Refusal {
            guard let repaired = JSONRepair.quotingNaN(UnsafeRawBufferPointer(rebasing: value)) else { throw refusal }
            try append(value: repaired, parser)
        }
    }

    /// Reads a document, a list of latents, or a single latent.
    private mutating func append(value: [UInt8], _ parser: JSONParser) throws {
        var padded = value
        padded.append(contentsOf: repeatElement(0x20, count: JSONParser.padding))
        try padded.withUnsafeBytes { bytes in
            try parser.withDocument(bytes) { value in
                let model = LatentFields.model(value)
                let list = value.isObject ? value.member("latents") : value
                let first = list?.elements.first { _ in true }
                if let list, list.isArray, first.map({ $0.isArray || $0.isObject }) ?? true {
                    for latent in list.elements { try append(latent: latent, of: model) }
                } else {
                    try append(latent: value, of: model)
                }
            }
        }
    }

    private mutating func append(latent value: JSONView, of model: LatentModel?) throws {
        if value.isObject, value.member("drawing") != nil { throw refusal("entry \(records.count) is a drawing") }
        let list = value.isObject ? value.member("mean") : value
        guard let mean = numbers(list), !mean.isEmpty else {
            throw refusal("entry \(records.count) has no list of finite numbers" + fault(list))
        }
        guard mean.count <= Self.sizeLimit else {
            throw refusal("entry \(records.count) has more than \(Self.sizeLimit) numbers, the limit")
        }
        var logVariance: [Float]?
        if value.isObject, let member = value.member("log_variance") {
            logVariance = numbers(member)
            guard logVariance?.count == mean.count else {
                throw refusal(
                    "entry \(records.count) has a log_variance that is not a list of \(mean.count) finite numbers" + fault(member)
                )
            }
        }
        var fields = LatentFields(describing: value, model: model)
        (fields.mean, fields.logVariance) = (mean, logVariance)
        if value.isObject, let samples = value.member("samples") {
            fields.samples = try samples.elements.map { sample in
                guard let numbers = numbers(sample), numbers.count == mean.count else {
                    throw refusal(
                        "entry \(records.count) has samples that are not lists of \(mean.count) finite numbers" + fault(sample))
                }
                return numbers
            }
        }
        try append(fields)
    }

    /// The first element of a list that is not a finite number, as the end of a sentence; empty if there is none.
    private func fault(_ list: JSONView?) -> String {
        guard let list, list.isArray else { return "" }
        for (place, element) in list.elements.enumerated() {
            if let number = element.number {
                if !Float(number).isFinite { return ": number \(place) is beyond float32" }
                continue
            }
            let isNaN = element.string == "NaN" || element.string?.hasSuffix("Infinity") == true
            return ": number \(place) is \(isNaN ? element.string ?? "" : element.isNull ? "null" : "not a number")"
        }
        return ""
    }

    /// A list of finite numbers, up to one more than the limit; nil for any other value.
    private func numbers(_ value: JSONView?) -> [Float]? {
        let numbers = value?.numbers.map { words in
            (0..<min(words.count / 2, Self.sizeLimit + 1)).map { Float(JSONView.value(words, $0)) }
        }
        return numbers.flatMap { $0.allSatisfy(\.isFinite) ? $0 : nil }
    }
}

extension String {
    /// Nil for an empty text.
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
