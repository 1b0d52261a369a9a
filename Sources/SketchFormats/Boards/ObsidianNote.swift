import FoundationEssentials
import Glibc
import SketchCore

extension DrawingFormat {
    /// Notes of Obsidian's Excalidraw plug-in, each one drawing.
    static let obsidian = DrawingFormat(
        names: [], title: "Obsidian .excalidraw.md", recognises: { ObsidianNote.fits($0) },
        read: { source, emit in for record in try ObsidianNote.records(source) { try emit(record) } })
}

/// Reads the Excalidraw board in a Markdown note: a fenced block of `json`, or of `compressed-json` (LZ-string in base64).
enum ObsidianNote {
    /// Whether the note's front matter names the plug-in.
    static func fits(_ head: FileHead) -> Bool {
        guard head.firstVisible == UInt8(ascii: "-"), head.isText else { return false }
        return String(decoding: head.bytes, as: UTF8.self).contains("excalidraw-plugin")
    }

    /// - Throws: `FormatError`.
    static func records(_ source: DrawingSource) throws -> [SketchRecord] {
        let text = String(decoding: try source.whole(.jsonBytes), as: UTF8.self)
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        func malformed(_ line: Int, _ reason: String) -> FormatError {
            .malformed(file: source.path, place: "line \(line)", reason: reason)
        }
        guard
            let start = lines.firstIndex(where: {
                ["```json", "```compressed-json"].contains($0.trimmed)
            })
        else { throw malformed(1, "the note has no block of json or compressed-json; export the drawing as .excalidraw") }
        let body = lines[(start + 1)...].prefix { !$0.hasPrefix("```") }
        var board = Array(body.joined(separator: "\n").utf8)
        if lines[start].contains("compressed-json") {
            guard let json = LZString.inflated(base64: board, limit: source.limits[.jsonBytes]) else {
                throw malformed(start + 1, "the compressed board is damaged; export the drawing as .excalidraw")
            }
            board = json
        }
        board += repeatElement(0x20, count: JSONParser.padding)
        do {
            let parser = try JSONParser()
            let records = try board.withUnsafeBytes { bytes in
                try parser.withDocument(bytes) {
                    try BoardParser.records(in: $0, file: source.path, line: start + 2, source.limits)
                }
            }
            if let records { return records }
        } catch let refusal as JSONParser.Refusal {
            throw FormatError.notJSON(file: source.path, line: start + 2, reason: refusal.reason)
        }
        throw malformed(start + 2, "the block is not an Excalidraw board")
    }
}
