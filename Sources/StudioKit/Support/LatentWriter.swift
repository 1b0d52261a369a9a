import Foundation
import SketchFormats
import SketchSupport

/// Writes latents as they come, so that memory does not grow with their number: a file in the format of its
/// extension, or the JSON document on stdout, or both.
package final class LatentWriter {
    private let model: String
    private let format: LatentFile.Format
    private let file: AtomicFileWriter?
    private let print: ((Data) -> Void)?
    private var count = 0
    private var size = 0
    /// Rows that wait for their number, where a .npy file goes to a pipe.
    private var waiting = Data()

    /// - Parameters:
    ///   - output: nil writes no file.
    ///   - print: called with the parts of the JSON document; nil makes none.
    /// - Throws: `FileError`.
    package init(model: String, output: OutputFile?, print: ((Data) -> Void)?) throws {
        self.model = model
        self.print = print
        format = LatentFile.Format(fileExtension: output?.fileExtension ?? "")
        file = try output.map { try AtomicFileWriter($0.path) }
    }

    /// Writes further latents. Texts are made on up to `threads` threads.
    /// - Throws: `FileError`.
    package func append(_ entries: [LatentFile.Entry], threads: Int) throws {
        guard let first = entries.first else { return }
        let isFirst = count == 0
        if isFirst { size = first.latent.size }
        count += entries.count
        let needsText = print != nil || file != nil && format != .npy
        let parts = needsText ? try entries.parallelMap(threads: threads) { Array($0.json.text.utf8) } : []
        print?(document(parts, isFirst: isFirst))
        guard let file else { return }
        switch format {
        case .json: try file.write(document(parts, isFirst: isFirst))
        case .ndjson: try file.write(Self.joined(parts.map { $0 + [Self.newline] }))
        case .npy:
            let rows = FloatMatrixFile.body(entries.map(\.latent.mean))
            if !file.isSeekable {
                waiting.append(rows)
                break
            }
            // The header is written again when the number of rows is known; its length is always the same.
            if isFirst { try file.write(FloatMatrixFile.header(rows: 0, columns: size)) }
            try file.write(rows)
        }
    }

    /// Ends the document and makes the file.
    /// - Throws: `FileError`.
    package func finish() throws {
        print?(documentEnd)
        guard let file else { return }
        switch format {
        case .json: try file.write(documentEnd)
        case .ndjson: break
        case .npy:
            let header = FloatMatrixFile.header(rows: count, columns: size)
            if file.isSeekable {
                try count == 0 ? file.write(header) : file.overwriteStart(header)
            } else {
                try file.write(header + waiting)
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

    private func document(_ parts: [[UInt8]], isFirst: Bool) -> Data {
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
