import SketchCore

/// The text of a Quick, Draw! record: one JSON object with the data set's keys.
enum QuickDrawRecord {
    /// Appends a record with everything that is known of the drawing; coordinates in full.
    static func append(_ record: SketchRecord, to text: inout ByteText) {
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
        // A key derived from the points is derived again when the record is read.
        if record.key != record.contentKey {
            text.append(",\"key_id\":")
            text.append(quoted: record.key)
        }
        if let split = record.split {
            text.append(",\"split\":")
            text.append(quoted: NPZWriter.arrayName(of: split))
        }
        appendDrawing(record.sketch, to: &text) { $0 }
    }

    /// Appends a record of the name, the key if there is one, and the strokes; coordinates to a hundredth of a pixel.
    static func append(_ sketch: Sketch, key: String? = nil, to text: inout ByteText) {
        text.append("{\"word\":")
        text.append(quoted: sketch.name, escapingSlashes: true)
        if let key {
            text.append(",\"key_id\":")
            text.append(quoted: key)
        }
        appendDrawing(sketch, to: &text) { ($0 * 100).rounded() / 100 }
    }

    /// Whether all strokes have as many points as a point can have numbers, so that readers cannot tell `[xs, ys]` from a list
    /// of points.
    private static func isAmbiguous(_ sketch: Sketch) -> Bool {
        guard let count = sketch.strokes.first?.count, (2...3).contains(count) else { return false }
        return sketch.strokes.allSatisfy { $0.count == count }
    }

    @inline(__always)
    private static func appendDrawing(_ sketch: Sketch, to text: inout ByteText, rounded: (Double) -> Double) {
        if isAmbiguous(sketch) { text.append(",\"input_format\":\"quickdraw\"") }
        text.append(",\"drawing\":[")
        for (index, stroke) in sketch.strokes.enumerated() {
            text.append(index > 0 ? ",[[" : "[[")
            append(stroke, \.x, to: &text, rounded)
            text.append("],[")
            append(stroke, \.y, to: &text, rounded)
            text.append("]]")
        }
        text.append("]}")
    }

    @inline(__always)
    private static func append(
        _ stroke: [Point], _ axis: KeyPath<Point, Double>, to text: inout ByteText, _ rounded: (Double) -> Double
    ) {
        for (index, point) in stroke.enumerated() {
            if index > 0 { text.append(byte: UInt8(ascii: ",")) }
            text.append(rounded(point[keyPath: axis]))
        }
    }
}
