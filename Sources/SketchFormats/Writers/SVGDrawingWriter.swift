import SketchCore
import SketchSupport

/// Writes drawings as plain SVG for plotters and editors: one path per stroke in drawing order, without fills or transforms,
/// and one group with a title per drawing. Several drawings are arranged in rows of ten.
final class SVGDrawingWriter: DrawingWriter {
    private static let columns = 10
    private static let margin = 10.0

    private let file: AtomicFileWriter
    private var drawings: [Sketch] = []

    init(_ path: String) throws { file = try AtomicFileWriter(path) }

    func append(_ record: SketchRecord) throws {
        guard !record.sketch.strokes.isEmpty else { throw UnwritableDrawing.noPoints }
        drawings.append(record.sketch)
    }

    func finish() throws {
        let boxes = drawings.map { $0.bounds ?? Bounds(Point(x: 0, y: 0)) }
        let cell = (
            width: (boxes.map(\.width).max() ?? 0) + 2 * Self.margin,
            height: (boxes.map(\.height).max() ?? 0) + 2 * Self.margin
        )
        let columns = min(max(drawings.count, 1), Self.columns)
        let rows = (drawings.count + columns - 1) / columns
        let size = (width: cell.width * Double(columns), height: cell.height * Double(max(rows, 1)))
        var text = ByteText()
        text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"")
        text.append("\(Self.number(size.width))px\" height=\"\(Self.number(size.height))px\" viewBox=\"0 0 ")
        text.append("\(Self.number(size.width)) \(Self.number(size.height))\">\n")
        text.append("<g fill=\"none\" stroke=\"#000000\" stroke-width=\"2\" ")
        text.append("stroke-linecap=\"round\" stroke-linejoin=\"round\">\n")
        for (index, drawing) in drawings.enumerated() {
            let corner = Point(
                x: Double(index % columns) * cell.width + Self.margin, y: Double(index / columns) * cell.height + Self.margin)
            Self.append(
                drawing, movedBy: Point(x: corner.x - boxes[index].minX, y: corner.y - boxes[index].minY), to: &text)
            if text.bytes.count > 1 << 20 {
                try file.write(text.bytes)
                text.bytes.removeAll(keepingCapacity: true)
            }
        }
        text.append("</g>\n</svg>\n")
        try file.write(text.bytes)
        try file.finish()
    }

    private static func append(_ drawing: Sketch, movedBy offset: Point, to text: inout ByteText) {
        text.append("<g>")
        if !drawing.name.isEmpty { text.append("<title>\(XMLText.escaped(drawing.name))</title>") }
        text.append("\n")
        for stroke in drawing.strokes {
            guard let first = stroke.first else { continue }
            text.append("<path d=\"M\(number(first.x + offset.x)) \(number(first.y + offset.y))")
            // One point becomes a line of length 0, which round caps show as a dot.
            text.append(stroke.count == 1 ? "h0" : "L")
            text.append(
                stroke.dropFirst().map { "\(number($0.x + offset.x)) \(number($0.y + offset.y))" }
                    .joined(separator: " "))
            text.append("\"/>\n")
        }
        text.append("</g>\n")
    }

    /// The number rounded to a thousandth.
    private static func number(_ value: Double) -> String {
        let rounded = (value * 1000).rounded() / 1000
        return Int(exactly: rounded).map(String.init) ?? "\(rounded)"
    }
}
