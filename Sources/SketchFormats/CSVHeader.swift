/// The names of the columns in the first line of a table.
struct CSVHeader {
    /// The names in lower case, without white space around them.
    let names: [String]
    /// The separator that yields the most names: a comma, a semicolon or a tab.
    let separator: UInt8

    init(_ line: some Collection<UInt8>) {
        let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
        separator = separators.max { left, right in line.count { $0 == left } < line.count { $0 == right } } ?? separators[0]
        names = CSVRecords.fields(Array(line)[...], separator: separator).map {
            String(decoding: $0, as: UTF8.self).trimmed.lowercased()
        }
    }

    /// The header in a file's first line that is not blank; nil if the file is not text.
    init?(_ head: FileHead) {
        guard head.isText, !head.isXML else { return nil }
        let bytes = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.bytes.dropFirst(3) : head.bytes[...]
        self.init(bytes.drop(while: FileHead.isSpace).prefix { $0 != 0x0A })
    }

    /// The columns of Quick, Draw! records besides `drawing`.
    static let recordNames = Set(
        ["key_id", "countrycode", "recognized", "timestamp", "split"] + RecordFields.wordNames.map { "\($0)" })

    /// Whether the table has Quick, Draw! records.
    var hasRecords: Bool {
        names.contains("drawing") && !names.contains("dx") && !names.contains("x")
            && (Set(names).count == 1 || !recordNames.isDisjoint(with: names))
    }

    /// A column of records that occurs twice.
    var repeatedRecordName: String? {
        let known = Self.recordNames.union(["drawing"])
        return names.first { name in known.contains(name) && names.count { $0 == name } > 1 }
    }

    private var recordNames: Set<String> { Self.recordNames }

    /// Why the table cannot be read, as a sentence about the line; nil if its names are not those of drawings.
    var fault: String? {
        guard names.count > 1 else { return nil }
        let isOffsets = names.contains("dx") && names.contains("dy")
        let isPositions = names.contains("x") && names.contains("y")
        guard isOffsets || isPositions else {
            guard let strokes = names.first(where: { ["strokes", "sketch", "sketches", "lines", "paths"].contains($0) }) else {
                return nil
            }
            return "there is no column 'drawing'; if '\(PickleReader.shown(strokes))' has the drawings, name it drawing"
        }
        let advice = "a table of rows has the columns dx, dy, p or x, y, p, and may have drawing, key_id and word"
        var seen: [CSVDrawings.Column: String] = [:]
        for (place, name) in names.enumerated() {
            if name.isEmpty { return "column \(place + 1) has no name: remove it; \(advice)" }
            guard let column = CSVDrawings.Column(named: name) else {
                return "the column '\(PickleReader.shown(name))' is unknown: remove or rename it; \(advice)"
            }
            if let other = seen.updateValue(name, forKey: column) {
                return other == name
                    ? "the column '\(name)' occurs twice; \(advice)"
                    : "the columns '\(other)' and '\(name)' have the same meaning; \(advice)"
            }
        }
        if isOffsets, isPositions { return "there are columns of offsets and of positions; \(advice)" }
        return seen[.p] == nil ? "the column p, the pen, is missing; \(advice)" : nil
    }
}
