import SketchCore
import SketchSupport

/// Quick, Draw! records with the data set's own keys: one a line, or as a list.
final class JSONWriter: DrawingWriter {
    private let file: AtomicFileWriter
    private let isList: Bool
    private var isFirst = true

    init(_ path: String, isList: Bool) throws {
        file = try AtomicFileWriter(path)
        self.isList = isList
    }

    func append(_ record: SketchRecord) throws {
        var text = ByteText()
        text.bytes.reserveCapacity(record.sketch.pointCount * 8 + 200)
        if isList { text.append(isFirst ? "[" : ",\n") }
        isFirst = false
        Self.append(record, to: &text)
        if !isList { text.append("\n") }
        try file.write(text.bytes)
    }

    func finish() throws {
        if isList { try file.write(Array((isFirst ? "[]\n" : "]\n").utf8)) }
        try file.finish()
    }

    private static func append(_ record: SketchRecord, to text: inout ByteText) {
        text.append("{\"word\":")
        text.append(quoted: record.sketch.name)
        if let country = record.country {
            text.append(",\"countrycode\":")
            text.append(quoted: country)
        }
        if let timestamp = record.timestamp {
            text.append(",\"timestamp\":")
            text.append(quoted: Timestamp.text(timestamp))
        }
        if let isRecognized = record.isRecognized {
            text.append(isRecognized ? ",\"recognized\":true" : ",\"recognized\":false")
        }
        // A key that comes of the points comes of them again.
        if record.key != record.contentKey {
            text.append(",\"key_id\":")
            text.append(quoted: record.key)
        }
        text.append(",\"drawing\":[")
        for (index, stroke) in record.sketch.strokes.enumerated() {
            text.append(index > 0 ? ",[[" : "[[")
            append(stroke, \.x, to: &text)
            text.append("],[")
            append(stroke, \.y, to: &text)
            text.append("]]")
        }
        text.append("]}")
    }

    @inline(__always)
    private static func append(_ stroke: [Point], _ axis: KeyPath<Point, Double>, to text: inout ByteText) {
        for (index, point) in stroke.enumerated() {
            if index > 0 { text.append(byte: UInt8(ascii: ",")) }
            text.append(point[keyPath: axis])
        }
    }
}
