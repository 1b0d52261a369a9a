import SketchCore
import SketchSupport

/// Writes drawings as plain SVG for plotters and editors: one path per stroke in drawing order, without fills or transforms,
/// and one group with a title per drawing. Several drawings are arranged in rows of ten; a single one that has a page is written
/// as a document with that page.
final class SVGDrawingWriter: DrawingWriter {
    private static let columns = 10
    private static let margin = 10.0

    /// The largest side of a page whose drawings a reader accepts.
    private static let largestPage = Double(SketchReader.largestCoordinate)

    private let file: AtomicFileWriter
    private var drawings: [Sketch] = []
    /// The page of the first drawing.
    private var page: DrawingPage?

    init(_ file: AtomicFileWriter) { self.file = file }

    func append(_ record: SketchRecord) throws {
        guard let bounds = record.sketch.bounds else { throw UnwritableDrawing.noPoints }
        if drawings.isEmpty, let page = record.page, page.lines.count == record.sketch.strokes.count { self.page = page }
        guard bounds.extent + 2 * Self.margin <= Self.largestPage else { throw UnwritableDrawing.tooFar }
        drawings.append(record.sketch)
    }

    func finish() throws {
        if let page, drawings.count == 1 {
            try SVGDocumentWriter(page).write(drawings[0].strokes, to: file)
            return try file.finish()
        }
        let boxes = drawings.map { $0.bounds ?? Bounds(Point(x: 0, y: 0)) }
        let cell = (
            width: (boxes.map(\.width).max() ?? 0) + 2 * Self.margin,
            height: (boxes.map(\.height).max() ?? 0) + 2 * Self.margin
        )
        let (columns, rows) = try layout(of: cell)
        let size = (width: cell.width * Double(columns), height: cell.height * Double(rows))
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

    /// The columns and rows of the page: ten columns, or as many as keep both sides within the limit.
    /// - Throws: `FileError.notWritable` if no page is large enough.
    private func layout(of cell: (width: Double, height: Double)) throws -> (columns: Int, rows: Int) {
        let count = max(drawings.count, 1)
        let most = (columns: Int(Self.largestPage / cell.width), rows: Int(Self.largestPage / cell.height))
        let least = (count + most.rows - 1) / most.rows
        guard least <= most.columns else {
            throw FileError.notWritable(
                path: file.path,
                reason: "a page of \(count) drawings would be larger than \(Int(Self.largestPage)) pixels; write fewer drawings, "
                    + "or a file for each into a folder")
        }
        let columns = min(count, max(least, min(Self.columns, most.columns)))
        return (columns, (count + columns - 1) / columns)
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
