import FoundationEssentials
import Glibc
import SketchCore
import SketchSupport

/// Writes strokes as a document with their original page, groups and styles, one path for each stroke, or for each filled
/// shape. Coordinates are in the user units of the page.
struct SVGDocumentWriter {
    private let page: DrawingPage
    /// The decimals of coordinates: a millionth of the page's larger side.
    private let decimals: Int
    private var text = ByteText()

    init(_ page: DrawingPage) {
        self.page = page
        let size = page.extent > 0 && page.extent.isFinite ? log10(page.extent).rounded(.up) : 0
        decimals = Int(min(max(6 - size, 2), 12))
    }

    /// - Parameter strokes: one for each line of the page, in pixels.
    /// - Throws: `FileError`.
    func write(_ strokes: [[Point]], to file: AtomicFileWriter) throws {
        var copy = self
        try copy.writeAll(strokes, to: file)
    }

    private mutating func writeAll(_ strokes: [[Point]], to file: AtomicFileWriter) throws {
        text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"")
        if page.groups.contains(where: { $0.isLayer || $0.label != nil }) {
            text.append(" xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\"")
        }
        for (name, value) in page.attributes { append(name, value) }
        text.append(">\n")
        append(title: page.title)
        if let background = page.background, let curve = background.curve { append([curve], background.style) }
        var open: [Int] = []
        var index = 0
        while index < page.lines.count {
            let line = page.lines[index]
            move(from: &open, to: line.group)
            var end = index + 1
            if page.styles[line.style].isFilled {
                while end < page.lines.count, page.lines[end].shape == line.shape, page.lines[end].style == line.style {
                    end += 1
                }
            }
            append((index..<end).map { page.lines[$0].curve ?? curve(of: strokes[$0]) }, line.style)
            index = end
            if text.bytes.count > 1 << 20 {
                try file.write(text.bytes)
                text.bytes.removeAll(keepingCapacity: true)
            }
        }
        move(from: &open, to: nil)
        text.append("</svg>\n")
        try file.write(text.bytes)
    }

    // MARK: Groups

    /// Closes and opens groups, from the outermost one in `open` to `group`.
    private mutating func move(from open: inout [Int], to group: Int?) {
        var path: [Int] = []
        var next = group
        while let group = next {
            path.append(group)
            next = page.groups[group].parent
        }
        path.reverse()
        let common = zip(open, path).prefix { $0 == $1 }.count
        for _ in common..<open.count { text.append("</g>\n") }
        for index in path[common...] {
            let group = page.groups[index]
            text.append("<g")
            if let id = group.id { append("id", id) }
            if group.isLayer { append("inkscape:groupmode", "layer") }
            if let label = group.label { append("inkscape:label", label) }
            text.append(">\n")
            append(title: group.title)
        }
        open = path
    }

    private mutating func append(title: String?) {
        if let title, !title.isEmpty { text.append("<title>\(XMLText.escaped(title))</title>\n") }
    }

    private mutating func append(_ name: String, _ value: String) {
        text.append(" \(name)=\"\(XMLText.escaped(value).replacing("\"", with: "&quot;"))\"")
    }

    // MARK: Paths

    private func curve(of stroke: [Point]) -> DrawingPage.Curve {
        let points = stroke.map(page.point)
        return DrawingPage.Curve(
            start: points.first ?? Point(x: 0, y: 0), segments: points.dropFirst().map { .line(to: $0) })
    }

    private mutating func append(_ curves: [DrawingPage.Curve], _ style: Int) {
        text.append("<path d=\"")
        for curve in curves { append(curve) }
        text.append("\"")
        for (name, value) in page.styles[style].properties { append(name, value) }
        text.append("/>\n")
    }

    private mutating func append(_ curve: DrawingPage.Curve) {
        text.append("M")
        append(curve.start)
        // A single point is a line of length 0, which round caps show as a dot.
        if curve.segments.isEmpty { text.append("h0") }
        // A line back to the start closes the path.
        let isLineLast = if case .line = curve.segments.last { true } else { false }
        let written = curve.isClosed && isLineLast ? curve.segments.dropLast() : curve.segments[...]
        var command: UInt8 = 0
        for segment in written {
            switch segment {
            case .line(let end):
                text.append(command == UInt8(ascii: "L") ? " " : "L")
                command = UInt8(ascii: "L")
                append(end)
            case .cubic(let p, let q, let end):
                text.append(command == UInt8(ascii: "C") ? " " : "C")
                command = UInt8(ascii: "C")
                append(p)
                text.append(" ")
                append(q)
                text.append(" ")
                append(end)
            }
        }
        if curve.isClosed { text.append("Z") }
    }

    private mutating func append(_ point: Point) {
        text.append(PlainNumber.text(point.x, decimals: decimals))
        text.append(" ")
        text.append(PlainNumber.text(point.y, decimals: decimals))
    }
}
