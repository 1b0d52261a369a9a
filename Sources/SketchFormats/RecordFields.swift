import SketchCore

/// What a record says about its drawing, from JSON members or CSV columns.
struct RecordFields {
    var word: String?
    /// The class as a number, if `word` is one.
    var classIndex: Int?
    var key: String?
    var country: String?
    var isRecognized: Bool?
    var timestamp: Int64?
    var split: SketchDataset.Split?

    /// The names of the member or column with the class, the usual one first.
    static let wordNames: [StaticString] = ["word", "label", "class", "category"]

    /// Takes a truth value in any usual spelling: `true`, `"False"`, `"1"`, `0`.
    static func truth(_ text: some StringProtocol) -> Bool? {
        switch text.lowercased() {
        case "true", "1", "yes", "t", "y", "1.0": true
        case "false", "0", "no", "f", "n", "0.0": false
        default: nil
        }
    }

    /// Applies the fields to a drawing.
    func apply(to record: inout SketchRecord, _ names: ClassNames, _ log: ReadingLog) {
        if let word { record.sketch.name = word }
        if let classIndex, let name = names.name(of: classIndex) {
            record.sketch.name = name
            log.add(.namedClasses(file: names.place))
        } else if let classIndex, !names.place.isEmpty {
            log.add(.unnamedClass(classIndex, file: names.place))
        }
        if let key { record.key = key }
        record.country = country
        record.isRecognized = isRecognized
        record.timestamp = timestamp
        record.split = split
    }
}

extension SketchDataset.Split {
    /// The split that data sets call by this name: `train`, `training`; `valid`, `validation`, `val`, `dev`, `eval`; `test`,
    /// `testing`.
    init?(named name: some StringProtocol) {
        switch name.lowercased() {
        case "train", "training": self = .train
        case "valid", "validation", "val", "dev", "eval": self = .validation
        case "test", "testing": self = .test
        default: return nil
        }
    }
}
