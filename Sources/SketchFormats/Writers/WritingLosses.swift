import SketchCore

/// What a file format does not keep of the drawings written to it, counted. Formats that keep no class are silent about
/// drawings of one class, which a file's name can state.
public struct WritingLosses: Sendable {
    /// Classes beyond this number are not told apart.
    private static let mostClasses = 10_000
    private static let mostExamples = 3

    private let losesClasses: Bool
    private let isBinary: Bool
    private var drawings = 0
    private var classes: Set<String> = []
    private var examples: [String] = []
    /// The drawings with a country that is not two letters, without a statement on recognition, and with a key of text.
    private var (countries, unstated, keys) = (0, 0, 0)

    /// Creates an empty count for a destination.
    public init(_ destination: DatasetWriter.Destination) {
        isBinary = destination.format == .bin
        // The files of a folder are named after the classes.
        switch destination {
        case .file(_, let format): losesClasses = format.storesPrepared
        case .folder: losesClasses = false
        }
    }

    /// Adds a drawing that was written.
    public mutating func add(_ record: SketchRecord) {
        drawings += 1
        let word = record.sketch.name
        if losesClasses, classes.count < Self.mostClasses, classes.insert(word).inserted, examples.count < Self.mostExamples {
            examples.append(word)
        }
        guard isBinary else { return }
        if let country = record.country, QuickDrawBinaryWriter.letters(of: country) == nil { countries += 1 }
        if record.isRecognized == nil { unstated += 1 }
        if UInt64(record.key) == nil, record.key != record.contentKey { keys += 1 }
    }

    /// The losses as sentences with their full stops.
    public var sentences: [String] {
        func many(_ count: Int, _ one: String, _ several: String) -> String { "\(count) \(count == 1 ? one : several)" }
        var sentences: [String] = []
        if classes.count > 1 {
            let more = classes.count - examples.count
            let names = examples.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
            sentences.append("the format keeps no classes: those of \(drawings) drawings (\(names)) are lost.")
        }
        if countries > 0 {
            sentences.append(
                "\(many(countries, "drawing has a country code that is", "drawings have country codes that are")) not two "
                    + "letters, which the format cannot keep.")
        }
        if unstated > 0 {
            let text = many(
                unstated, "drawing does not state whether it was recognised and is",
                "drawings do not state whether they were recognised and are")
            sentences.append(text + " written as recognised.")
        }
        if keys > 0 {
            sentences.append(
                "\(many(keys, "drawing has a key that is", "drawings have keys that are")) not a number, which "
                    + "the format cannot keep.")
        }
        return sentences
    }
}
