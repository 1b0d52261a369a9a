import Foundation

extension DrawingFormat {
    /// Quick, Draw! records, polylines, stroke-3 and stroke-5: one JSON value, or one a line.
    static let json = DrawingFormat(
        names: [.quickdraw, .polylines, .stroke3, .stroke5],
        title: "JSON or NDJSON (Quick, Draw! records, polylines, stroke-3, stroke-5)",
        recognises: { $0.firstVisible == UInt8(ascii: "{") || $0.firstVisible == UInt8(ascii: "[") },
        read: { try JSONDrawings(source: $0).forEachRecord($1) })
}

/// Reads JSON values one by one: a file of lines is streamed, so that memory follows the longest line.
struct JSONDrawings {
    /// The largest JSON value accepted, a line or a whole file.
    private static let largestValue = 64 << 20

    let source: DrawingSource

    func forEachRecord(_ emit: (SketchRecord) throws -> Void) throws {
        try forEachValue { data, line in
            let parser = SketchParser(file: source.path, line: line, inputFormat: source.inputFormat)
            for record in try parser.records(in: data) { try emit(record) }
        }
    }

    /// Calls `body` for each JSON value with the line (from 1) it starts on: every line, or, if the first
    /// line is not a value by itself, the whole file.
    private func forEachValue(_ body: (Data, Int) throws -> Void) throws {
        var pending = Data()
        var line = 1
        var isFirst = true
        while let chunk = try nextChunk() {
            var rest = chunk[...]
            while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
                pending.append(contentsOf: rest[..<newline])
                rest = rest[rest.index(after: newline)...]
                if isFirst, !Self.isBlank(pending) {
                    isFirst = false
                    if !SketchParser.isValue(pending) {
                        pending.append(UInt8(ascii: "\n"))
                        pending.append(contentsOf: rest)
                        while let chunk = try nextChunk() {
                            pending.append(contentsOf: chunk)
                            try checkSize(pending, 1)
                        }
                        try body(pending, line)
                        return
                    }
                }
                if !Self.isBlank(pending) { try body(pending, line) }
                pending.removeAll(keepingCapacity: true)
                line += 1
            }
            pending.append(contentsOf: rest)
            try checkSize(pending, line)
        }
        if !Self.isBlank(pending) { try body(pending, line) }
    }

    private func nextChunk() throws -> [UInt8]? {
        let chunk = try source.chunk()
        return chunk.isEmpty ? nil : chunk
    }

    private func checkSize(_ data: Data, _ line: Int) throws {
        guard data.count <= Self.largestValue else {
            throw SketchDataError.tooLarge(
                file: source.path, line: line, limit: "\(Self.largestValue >> 20) MiB")
        }
    }

    private static func isBlank(_ data: Data) -> Bool { data.allSatisfy(FileHead.isSpace) }
}
