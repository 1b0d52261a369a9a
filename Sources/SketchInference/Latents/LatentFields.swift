import SketchFormats

/// What a file states of one latent.
struct LatentFields {
    var mean: [Float] = []
    var logVariance: [Float]?
    var source: String?
    var index: Int?
    var word: String?
    var key: String?
    var samples: [[Float]] = []
    var model: LatentModel?

    init(mean: [Float], logVariance: [Float]? = nil, model: LatentModel? = nil) {
        self.mean = mean
        self.logVariance = logVariance
        self.model = model
    }

    /// The drawing in a JSON object.
    ///
    /// - Parameter model: that of the document; the object's own comes first.
    init(describing value: JSONView, model: LatentModel?) {
        self.model = Self.model(value) ?? model
        guard value.isObject else { return }
        func text(_ name: StaticString) -> String? { value.member(name)?.string.flatMap { $0.isEmpty ? nil : $0 } }
        source = text("source")
        index = value.member("index")?.wholeNumber
        word = text("word")
        key = text("key")
    }

    /// The model that a JSON object states; nil if it states none.
    static func model(_ value: JSONView) -> LatentModel? {
        guard value.isObject, let name = value.member("model")?.string else { return nil }
        return LatentModel(name: name, fingerprint: value.member("fingerprint")?.string)
    }

    /// A record with this drawing and model.
    func described(_ record: LatentRecord) -> LatentRecord {
        var record = record
        if let source { record.source = source }
        record.samples = samples
        (record.index, record.word, record.key, record.model) = (index, word, key, model)
        return record
    }
}
