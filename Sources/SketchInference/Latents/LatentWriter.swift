import Foundation
import SketchFormats
import SketchSupport

/// Writes latents in parts, so that memory does not grow with their number: to a file, as a JSON document to a receiver, or
/// both.
public final class LatentWriter {
    private let model: String
    private let format: LatentFile.Format
    private let file: AtomicFileWriter?
    private let document: ((Data) throws -> Void)?
    private var count = 0
    private var size = 0
    /// The rows of a `.npy` file so far.
    private var rowCount = 0
    /// The rows of a `.npy` file for a pipe, whose header needs their number.
    private var pendingRows = Data()

    /// - Parameters:
    ///   - model: the name of the model that the latents belong to; part of the JSON document.
    ///   - path: a file in the format of its extension; nil for none. It appears under its name in `finish`.
    ///   - document: receives the JSON document in consecutive parts; nil for none.
    /// - Throws: `FileError`.
    public init(model: String, path: String? = nil, document: ((Data) throws -> Void)? = nil) throws {
        self.model = model
        self.document = document
        format = LatentFile.Format(path: path ?? "")
        file = try path.map { try AtomicFileWriter($0) }
    }

    /// Writes further latents.
    ///
    /// - Parameter threads: JSON is formatted on at most this many.
    /// - Throws: `FileError`, what the document's receiver throws, and `InferenceError.latentSize` for `.npy` unless all
    ///   latents have one size.
    public func append(_ records: [LatentRecord], threads: Int = Threads.automatic) throws {
        guard let first = records.first else { return }
        let isFirst = count == 0
        if isFirst { size = first.latent.size }
        count += records.count
        let needsText = document != nil || file != nil && format != .npy
        let parts = needsText ? try records.parallelMap(threads: threads) { Array($0.json.text.utf8) } : []
        try document?(documentPart(parts, isFirst: isFirst))
        guard let file else { return }
        switch format {
        case .json: try file.write(documentPart(parts, isFirst: isFirst))
        case .ndjson: try file.write(Self.joined(parts.map { $0 + [Self.newline] }))
        case .npy:
            // A matrix has one kind of rows: the samples where there are any, else the means.
            try append(
                rows: records.flatMap { $0.samples.isEmpty ? [$0.latent.mean] : $0.samples }, to: file,
                isFirst: isFirst)
        }
    }

    private func append(rows: [[Float]], to file: AtomicFileWriter, isFirst: Bool) throws {
        if let other = rows.first(where: { $0.count != size }) {
            throw InferenceError.latentSize(found: other.count, expected: size)
        }
        rowCount += rows.count
        let body = FloatMatrixFile.body(rows)
        if !file.isSeekable {
            pendingRows.append(body)
            return
        }
        // The header has a fixed length and is written again when the number of rows is known.
        if isFirst { try file.write(FloatMatrixFile.header(rows: 0, columns: size)) }
        try file.write(body)
    }

    /// Completes the document and the file.
    ///
    /// - Throws: `FileError`, and what the document's receiver throws.
    public func finish() throws {
        try document?(documentEnd)
        guard let file else { return }
        switch format {
        case .json: try file.write(documentEnd)
        case .ndjson: break
        case .npy:
            let header = FloatMatrixFile.header(rows: rowCount, columns: size)
            if file.isSeekable {
                try count == 0 ? file.write(header) : file.overwriteStart(header)
            } else {
                try file.write(header + pendingRows)
            }
        }
        try file.finish()
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
