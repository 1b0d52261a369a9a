import SketchCore

extension DrawingFormat {
    /// Each file is one drawing.
    static let inkML = DrawingFormat(
        names: [], title: "InkML", recognises: { $0.hasElement("ink") },
        read: { source, emit in
            try emit(InkMLReader.record(source.whole(.documentBytes), file: source.path, limits: source.limits))
        })
}

/// Reads the traces of an InkML document (W3C Recommendation, 20 September 2011) as one drawing: a stroke per trace, in the
/// document's units and order.
///
/// The X and Y channels are read as values, first differences (') and second differences ("); other channels are ignored.
/// A trace has the format of its context, or of the last context or format before it. Pen-up traces are skipped. Traces that
/// continue others are rejected. Brushes, mappings and groups do not change the lines and are ignored.
package enum InkMLReader {
    /// - Parameters:
    ///   - bytes: the document, in UTF-8 or the encoding of its XML declaration.
    ///   - file: the document's name in messages.
    /// - Throws: `FormatError.limitExceeded`, `.malformed`, `.badCoordinate`, `.noLines`.
    package static func record(
        _ bytes: [UInt8], file: String, limits: ReaderLimits = .standard
    ) throws -> SketchRecord {
        guard bytes.count <= limits[.documentBytes] else {
            throw limits.exceeded(.documentBytes, file: file)
        }
        let handler = Handler(file: file, limits: limits)
        try XMLReader.read(bytes, file: file, limits: limits, handler: handler)
        let count = handler.penUpCount
        let notes = count > 0 ? ["skipped: \(count) pen-up trace\(count == 1 ? "" : "s")"] : []
        guard !handler.strokes.isEmpty else {
            throw FormatError.noLines(file: file, line: nil, form: "an InkML document", notes: notes)
        }
        var record = SketchRecord(sketch: Sketch(strokes: handler.strokes), kind: .raw)
        record.notes = notes
        return record
    }

    private final class Handler: XMLHandler {
        let file: String
        let limits: ReaderLimits
        var strokes: [[Point]] = []
        var penUpCount = 0
        private var pointCount = 0
        private var open: [String] = []
        private var formats = InkMLFormats()
        /// The channels of the open trace.
        private var channels = ["X", "Y"]
        /// The text of the open trace.
        private var text: [UInt8]?
        private var line = 1

        init(file: String, limits: ReaderLimits) {
            self.file = file
            self.limits = limits
        }

        func start(_ name: String, namespace: String, _ attributes: XMLAttributes, line: Int) throws {
            if open.isEmpty, name != "ink" { throw Fault("its root is <\(name.prefix(40))>, not <ink>") }
            open.append(name)
            switch name {
            case "definitions", "context", "inkSource", "traceFormat", "channel", "traceGroup":
                try formats.start(name, attributes)
            case "trace":
                if let place = attributes.text("continuation"), place != "begin" {
                    throw Fault(
                        "it has a trace that continues another (continuation=\"\(place.prefix(20))\"), which is not supported")
                }
                channels = try formats.channels(ofTrace: attributes)
                if attributes.text("type") == "penUp" { penUpCount += 1 } else { text = [] }
                self.line = line
            default: break
            }
        }

        func text(_ bytes: UnsafeRawBufferPointer) { text?.append(contentsOf: bytes) }

        func end() throws {
            let name = open.removeLast()
            switch name {
            case "definitions", "context", "inkSource", "traceFormat", "traceGroup": try formats.end(name)
            case "trace":
                guard let text else { return }
                self.text = nil
                var trace = InkMLTrace(text, channels: channels)
                let points = try trace.points(after: pointCount, limits)
                for value in points.lazy.flatMap({ [$0.x, $0.y] })
                where !(abs(value) <= Double(SketchReader.largestCoordinate)) {
                    throw FormatError.badCoordinate(file: file, line: line, value: value)
                }
                pointCount += points.count
                if !points.isEmpty { strokes.append(points) }
            default: break
            }
        }
    }
}
