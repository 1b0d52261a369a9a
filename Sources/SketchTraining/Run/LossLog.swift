import FoundationEssentials
import SketchFormats
import SketchInference
import SketchSupport

/// The losses that a training run logged in `log.jsonl`, one JSON object per line.
public struct LossLog: Sendable {
    /// A logged step: the losses of its batch and, if it was validated, those of the validation split.
    public struct Entry: Codable, Hashable, Sendable {
        /// Steps done.
        public var step: Int
        public var reconstruction: Double?
        public var kl: Double?
        public var klWeight: Double?
        public var learningRate: Double?
        public var sketchesPerSecond: Double?
        public var validReconstruction: Double?
        public var validMaskedReconstruction: Double?
        public var validKl: Double?

        /// Whether the step and every loss are in the range of a training's numbers.
        fileprivate var isInRange: Bool {
            let numbers = [
                reconstruction, kl, klWeight, learningRate, sketchesPerSecond, validReconstruction,
                validMaskedReconstruction, validKl,
            ]
            return MetadataNumber.step.accepts(Double(step))
                && numbers.allSatisfy { $0.map(MetadataNumber.logged.accepts) ?? true }
        }
    }

    /// The name of the run's folder, or of the log file.
    public let name: String
    /// In the order of the log.
    public let entries: [Entry]
    /// The bytes of the log.
    package let data: Data

    /// The limits on bytes and lines: a million logged steps.
    private static let (byteLimit, lineLimit) = (256 << 20, 1 << 20)

    /// Reads a run's log.
    ///
    /// - Parameter path: a run's folder, a log file, or `-` for standard input. A last line that is incomplete, as while the run continues, is
    ///   ignored.
    /// - Throws: `FormatError.notFound` or `.unreadable`, `TrainingError.badLog`.
    public init(contentsOf path: String) throws {
        var isFolder = false
        guard path == "-" || FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw FormatError.notFound(file: path)
        }
        let source = isFolder ? path + "/log.jsonl" : path
        let file = path == "-" ? "standard input" : source
        do {
            data = try BoundedFile.contents(of: source, limit: Self.byteLimit)
        } catch BoundedFile.Failure.notFound {
            throw FormatError.notFound(file: file)
        } catch BoundedFile.Failure.tooLarge {
            throw TrainingError.badLog(path: file, reason: "more than \(Self.byteLimit >> 20) MiB")
        } catch {
            throw FormatError.unreadable(file: file, reason: "a folder, or no permission")
        }
        name = path == "-" ? path : URL(fileURLWithPath: isFolder ? path : file).lastPathComponent
        guard !data.isEmpty else { throw TrainingError.badLog(path: file, reason: "it is empty") }
        let lines = data.split(separator: UInt8(ascii: "\n"), maxSplits: Self.lineLimit)
        guard lines.count <= Self.lineLimit else {
            throw TrainingError.badLog(path: file, reason: "more than \(Self.lineLimit) lines")
        }
        var entries: [Entry] = []
        for (index, line) in lines.enumerated() {
            guard let entry = Self.entry(line) else {
                if index == lines.count - 1 { break }
                throw TrainingError.badLog(path: file, reason: "line \(index + 1) is not a logged step")
            }
            entries.append(entry)
        }
        guard !entries.isEmpty else { throw TrainingError.badLog(path: file, reason: "no logged step") }
        self.entries = entries
    }

    private static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }()

    /// The logged step of a line; nil for a line that is not one.
    static func entry(_ line: Data) -> Entry? {
        // A logged step is one flat object; a deeper one could exhaust the parser's stack.
        guard JSONNesting.depth(of: line, stoppingAt: 3) < 3 else { return nil }
        return (try? decoder.decode(Entry.self, from: line)).flatMap { $0.isInRange ? $0 : nil }
    }
}
