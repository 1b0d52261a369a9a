import SketchSupport

/// The differences between the tensors of a file and those that a configuration requires, with their most probable cause.
public struct TensorMismatch: Equatable, Sendable {
    /// A tensor that the file does not contain.
    public struct Missing: Equatable, Sendable {
        public var name: String
        public var expected: [Int]
        /// The most similar name among the unexpected ones, if any is similar.
        public var nearest: String?
    }

    /// A tensor of another shape.
    public struct Misshapen: Equatable, Sendable {
        public var name: String
        public var found: [Int]
        public var expected: [Int]
    }

    public var missing: [Missing] = []
    public var misshapen: [Misshapen] = []
    public var unexpected: [WeightFile.Entry] = []
    /// The most probable cause.
    public var cause: Cause

    /// The largest number of lines of a kind in the message.
    private static let shown = 6

    /// Nil if every tensor that `configuration` requires is there with its shape.
    init?(_ configuration: ModelConfiguration, found: [WeightFile.Entry]) {
        let shapes = Dictionary(found.map { ($0.name, $0.shape) }) { first, _ in first }
        let expected = configuration.tensorShapes
        let names = Set(expected.map(\.name))
        for (name, shape) in expected {
            if let found = shapes[name] {
                if found != shape { misshapen.append(.init(name: name, found: found, expected: shape)) }
            } else {
                missing.append(.init(name: name, expected: shape))
            }
        }
        guard !missing.isEmpty || !misshapen.isEmpty else { return nil }
        unexpected = found.filter { !names.contains($0.name) }
        let candidates = unexpected.prefix(256).map { Array($0.name.utf8.prefix(256)) }
        for index in missing.indices.prefix(Self.shown) {
            let name = Array(missing[index].name.utf8)
            let distances = candidates.map { Self.distance(name, $0) }
            if let least = distances.min(), least * 3 <= name.count, let place = distances.firstIndex(of: least) {
                missing[index].nearest = unexpected[place].name
            }
        }
        cause = .missing
        cause = likeliestCause(configuration, shapes)
    }

    private func likeliestCause(_ configuration: ModelConfiguration, _ shapes: [String: [Int]]) -> Cause {
        let facts = ModelShapes(shapes)
        if facts.isEmpty { return .names }
        if configuration.isConditional != facts.isConditional { return .isConditional(facts.isConditional) }
        typealias Key = ModelConfiguration.CodingKeys
        let cells = [
            (Key.decoderCell, configuration.decoderCell, facts.decoderCell),
            (Key.encoderCell, configuration.encoderCell, configuration.isConditional ? facts.encoderCell : nil),
        ]
        for case (let key, let stated, let found?) in cells where stated != found {
            return .cell(key: key.rawValue, stated: stated, found: found)
        }
        let sizes = [
            (Key.decoderSize, configuration.decoderSize, facts.decoderSize),
            (Key.mixtureCount, configuration.mixtureCount, facts.mixtureCount),
            (Key.encoderSize, configuration.encoderSize, configuration.isConditional ? facts.encoderSize : nil),
            (Key.latentSize, configuration.latentSize, configuration.isConditional ? facts.latentSize : nil),
        ]
        let wrong = sizes.compactMap { key, stated, found in
            found.flatMap { $0 == stated ? nil : Cause.Size(key: key.rawValue, stated: stated, found: $0) }
        }
        if !wrong.isEmpty { return .sizes(wrong) }
        return missing.isEmpty ? .shapes : .missing
    }

    /// The lists, one tensor per line.
    var lines: [String] {
        func list<Item>(_ title: String, _ items: [Item], _ line: (Item) -> String) -> [String] {
            let more = items.count - Self.shown
            return items.prefix(Self.shown).map { "  \(title)  " + SingleLine.text(line($0)) }
                + (more > 0 ? ["  \(title)  ... and \(more) more"] : [])
        }
        return list("missing    ", missing) { tensor in
            "\(tensor.name) \(tensor.expected)" + (tensor.nearest.map { " (nearest in the file: \($0))" } ?? "")
        }
            + list("wrong shape", misshapen) { "\($0.name) is \($0.found), expected \($0.expected)" }
            + list("unexpected ", unexpected) { "\($0.name) \($0.shape)" }
    }

    /// The Levenshtein distance of two names.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let change = diagonal + (letter == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
