import SketchCore
import SketchSupport

/// Writes Quick, Draw! records: one per line, or as a JSON list.
final class JSONWriter: DrawingWriter {
    private let file: AtomicFileWriter
    private let isList: Bool
    private var isFirst = true

    init(_ file: AtomicFileWriter, isList: Bool) {
        self.file = file
        self.isList = isList
    }

    func append(_ record: SketchRecord) throws {
        try UnwritableDrawing.check(record.sketch)
        var text = ByteText()
        text.bytes.reserveCapacity(record.sketch.pointCount * 8 + 200)
        if isList { text.append(isFirst ? "[" : ",\n") }
        isFirst = false
        QuickDrawRecord.append(record, to: &text)
        if !isList { text.append("\n") }
        try file.write(text.bytes)
    }

    func finish() throws {
        if isList { try file.write(Array((isFirst ? "[]\n" : "]\n").utf8)) }
        try file.finish()
    }
}
