import FoundationEssentials
import Glibc
import SketchFormats
import SketchSupport

/// Writes latents in parts: to a file, as a JSON document to a receiver, or both. Memory does not grow with their number,
/// except for `.npz`, whose arrays are written at the end, and by the drawings' names of `.npy`.
public final class LatentWriter {
    private let model: LatentModel
    private let path: String?
    private let format: LatentFile.Format
    private let file: AtomicFileWriter?
    private let document: ((Data) throws -> Void)?
    private var count = 0
    private var size = 0
    private var array = LatentArray()
    private var archive = LatentArchive()

    /// - Parameters:
    ///   - model: the model that the latents belong to.
    ///   - path: a file in the format of its extension, JSON for an unknown one; nil for none. It appears under its name in
    ///     `finish`.
    ///   - format: the file's format, for a path without its extension.
    ///   - document: receives the JSON document in consecutive parts; nil for none.
    /// - Throws: `FileError`.
    public init(
        model: LatentModel, path: String? = nil, format: LatentFile.Format? = nil, document: ((Data) throws -> Void)? = nil
    ) throws {
        self.model = model
        self.path = path
        self.document = document
        self.format = format ?? path.flatMap { LatentFile.Format(path: $0) } ?? .json
        file = try path.map { try AtomicFileWriter($0) }
    }

    /// Whether the file states the model and the drawings: an array in a pipe or device cannot.
    public var statesModel: Bool { format != .npy || file?.isSeekable != false }

    /// Writes further latents.
    ///
    /// - Parameter threads: JSON is formatted on at most this many.
    /// - Throws: `FileError`, what the document's receiver throws, and `InferenceError.latentSize` for arrays unless all
    ///   latents have one size.
    public func append(_ records: [LatentRecord], threads: Int = Threads.automatic) throws {
        guard let first = records.first else { return }
        let isFirst = count == 0
        if isFirst { size = first.latent.size }
        count += records.count
        let model = model
        let needsDocument = document != nil || file != nil && format == .json
        let parts = needsDocument ? try records.parallelMap(threads: threads) { Array($0.json.text.utf8) } : []
        try document?(documentPart(parts, isFirst: isFirst))
        guard let file else { return }
        switch format {
        case .json: try file.write(documentPart(parts, isFirst: isFirst))
        case .ndjson:
            let lines = try records.parallelMap(threads: threads) { Array($0.json(of: model).text.utf8) + [Self.newline] }
            try file.write(Self.joined(lines))
        case .npy: try array.append(records, size: size, to: file)
        case .npz: try archive.append(records, size: size)
        }
    }

    /// Completes the document and the file.
    ///
    /// - Throws: `FileError`, `FormatError.archiveNotWritten`, and what the document's receiver throws.
    public func finish() throws {
        try document?(documentEnd)
        guard let file, let path else { return }
        switch format {
        case .json: try file.write(documentEnd)
        case .ndjson: break
        case .npy: try array.finish(file, size: size)
        case .npz: try NamedArrays.write(archive.members(model, size: size)) { try file.write($0) }
        }
        let isFile = file.isSeekable
        try file.finish()
        if format == .npy, isFile {
            try AtomicFile.write(Data(array.sidecar(model).utf8), to: LatentFile.sidecar(of: path))
        }
    }

    private static let newline = UInt8(ascii: "\n")
    private static let comma = UInt8(ascii: ",")

    private var documentStart: Data {
        let empty = LatentFile.document([], model: model).text
        return Data(empty.utf8.dropLast(2))
    }

    private var documentEnd: Data { (count == 0 ? documentStart : Data()) + Data("]}\n".utf8) }

    private func documentPart(_ parts: [[UInt8]], isFirst: Bool) -> Data {
        let body = Self.joined(
            parts.enumerated().map { index, part in
                isFirst && index == 0 ? part : [Self.comma] + part
            })
        return isFirst ? documentStart + body : body
    }

    private static func joined(_ parts: [[UInt8]]) -> Data {
        var data = Data(capacity: parts.reduce(0) { $0 + $1.count })
        for part in parts { data.append(contentsOf: part) }
        return data
    }
}
