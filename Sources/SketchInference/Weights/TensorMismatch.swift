/// How the tensors that a file lists and those that a configuration calls for differ, and why they most likely
/// do.
public struct TensorMismatch: Equatable, Sendable {
    public struct Missing: Equatable, Sendable {
        public var name: String
        public var expected: [Int]
        /// The most similar name among the unexpected ones, if any is similar.
        public var nearest: String?
    }

    public struct Misshapen: Equatable, Sendable {
        public var name: String
        public var found: [Int]
        public var expected: [Int]
    }

    public var missing: [Missing] = []
    public var misshapen: [Misshapen] = []
    public var unexpected: [WeightFile.Entry] = []
    /// The likeliest reason and what to do, without a full stop.
    public var cause: String

    /// The most lines of a kind in the message.
    private static let shown = 6

    /// Nil if every tensor that `configuration` calls for is there in its shape.
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
        cause = ""
        cause = likeliestCause(configuration, shapes)
    }

    private func likeliestCause(_ configuration: ModelConfiguration, _ shapes: [String: [Int]]) -> String {
        let facts = ModelShapes(shapes)
        if facts.isEmpty {
            return "its tensors are not named as the original's checkpoints name theirs (vector_rnn/...); "
                + "rename them, or convert the original weights"
        }
        if configuration.isConditional, !facts.isConditional {
            return "it is a decoder-only file opened as conditional; set \"conditional\" to false in its config"
        }
        if !configuration.isConditional, facts.isConditional {
            return "it is a conditional file opened as decoder-only; set \"conditional\" to true in its config"
        }
        let cells = [
            ("dec_model", configuration.decoderCell, facts.decoderCell),
            ("enc_model", configuration.encoderCell, configuration.isConditional ? facts.encoderCell : nil),
        ]
        for case (let key, let given, let found?) in cells where given != found {
            return "it has another cell: its config gives \(key) as \(given.rawValue), but its tensors are those of "
                + "\(found.rawValue); correct the config"
        }
        let sizes = [
            ("dec_rnn_size", configuration.decoderSize, facts.decoderSize),
            ("num_mixture", configuration.mixtureCount, facts.mixtureCount),
            ("enc_rnn_size", configuration.encoderSize, configuration.isConditional ? facts.encoderSize : nil),
            ("z_size", configuration.latentSize, configuration.isConditional ? facts.latentSize : nil),
        ]
        let wrong = sizes.compactMap { key, given, found in
            found.flatMap { $0 == given ? nil : "\(key) \(given) in the config, \($0) by the shapes" }
        }
        if !wrong.isEmpty { return "it has another size: \(wrong.joined(separator: "; ")); correct the config" }
        if missing.isEmpty { return "some of its tensors were cut or transposed; convert the original weights again" }
        return "some of its tensors were left out; convert the original weights again"
    }

    /// The lists, a tensor a line.
    var lines: [String] {
        func list<Item>(_ title: String, _ items: [Item], _ line: (Item) -> String) -> [String] {
            let more = items.count - Self.shown
            return items.prefix(Self.shown).map { "  \(title)  \(line($0))" }
                + (more > 0 ? ["  \(title)  ... and \(more) more"] : [])
        }
        return list("missing    ", missing) { tensor in
            "\(tensor.name) \(tensor.expected)" + (tensor.nearest.map { " (nearest in the file: \($0))" } ?? "")
        }
            + list("wrong shape", misshapen) { "\($0.name) is \($0.found), expected \($0.expected)" }
            + list("unexpected ", unexpected) { "\($0.name) \($0.shape)" }
    }

    /// The number of letters to insert, delete or change to make one name the other (Levenshtein).
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
