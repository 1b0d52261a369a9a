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

    /// Sets the key: text, or a whole number, possibly with a fraction of 0 or a power of ten. A number that a spreadsheet
    /// rounded, for example `5.7186E+15` or `1e3`, identifies no drawing. Hashes can have digits, an `e` and digits.
    mutating func setKey(_ text: String, _ log: ReadingLog) {
        func isMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+") }
        let hasMark = text.utf8.withContiguousStorageIfAvailable { $0.contains(where: isMark) }
        let isPower = (3...4).contains(text.utf8.count) && text.utf8.dropFirst().first.map { $0 | 0x20 } == UInt8(ascii: "e")
        guard isPower || hasMark ?? text.utf8.contains(where: isMark),
            let match = text.wholeMatch(of: /[0-9]+(?:\.([0-9]+))?(?:[eE]\+?([0-9]+))?/), let number = Double(text)
        else {
            key = text
            return
        }
        let power = match.2.flatMap { Int($0) } ?? 0
        // The digits after the point state the last digit of the whole number.
        if let whole = Int(exactly: number), whole <= 1 << 53, power <= match.1?.count ?? 0 {
            key = String(whole)
        } else {
            log.add(.roundedKeys, example: PickleReader.shown(text))
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
    /// The split that data sets call by this name: `train`, `training`; `valid`, `validation`, `validate`, `val`, `dev`, `eval`;
    /// `test`, `testing`.
    init?(named name: some StringProtocol) {
        switch name.lowercased() {
        case "train", "training": self = .train
        case "valid", "validation", "validate", "val", "dev", "eval": self = .validation
        case "test", "testing": self = .test
        default: return nil
        }
    }

    /// The split of an array's name: that of data sets, alone or with general words, as in `train_x`, `x-test` or
    /// `train_data`. Names of labels, such as `train_y`, are none.
    init?(ofArray name: String) {
        var splits: [Self] = []
        for word in name.lowercased().split(whereSeparator: { "_-. /".contains($0) }) {
            if let split = Self(named: word) {
                splits.append(split)
            } else if !Self.generalWords.contains(String(word)) {
                return nil
            }
        }
        guard splits.count == 1 else { return nil }
        self = splits[0]
    }

    private static let generalWords: Set = [
        "x", "data", "dataset", "set", "split", "drawings", "sketches", "strokes", "stroke3", "stroke5", "inputs", "input",
        "samples", "examples", "images", "arr", "array",
    ]
}
