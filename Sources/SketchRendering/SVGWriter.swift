import FoundationEssentials
import SketchCore
import SketchSupport

/// Writes a picture as SVG for plotters and editors.
///
/// Coordinates are in the picture's unit: a `viewBox` 297 wide is 297 mm wide, also if the unit is the centimetre, or 297
/// points if it is the inch.
/// Each drawing is a group with a title, made of strokes with round caps; text stays text. Bytes depend only on the
/// picture, not on a library's version.
enum SVGWriter {
    /// - Parameter isInline: whether the element is part of an HTML page, whose policy allows no style attributes. Its drawings
    ///   then state what `Picture.cells` knows of them: `data-scale`, the drawing's pixels per unit, `data-series` and `data-at`.
    static func data(_ picture: Picture, recipe: Recipe?, isInline: Bool = false) -> Data {
        // Many programs drop text smaller than one unit, so coordinates are in points for inches, in millimetres for
        // centimetres.
        let scale: Double
        let decimals: Int
        switch picture.unit {
        case .inches: (scale, decimals) = (1, 5)
        case .centimetres: (scale, decimals) = (1 / Length.Unit.millimetres.points, 4)
        case .millimetres, .pixels: (scale, decimals) = (1 / picture.unit.points, 3)
        }
        func number(_ points: Double) -> String { PlainNumber.text(points * scale, decimals: 3) }
        let width = number(picture.width)
        let height = number(picture.height)
        func length(_ points: Double) -> String {
            PlainNumber.text(points / picture.unit.points, decimals: decimals)
                + picture.unit.rawValue
        }
        var svg =
            isInline
            ? inlineStart(picture, width: width, height: height)
            : """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="\(length(picture.width))" height="\(length(picture.height))" \
            viewBox="0 0 \(width) \(height)"\(picture.background == .white ? " style=\"background:#FFFFFF\"" : "")>

            """
        if !picture.title.isEmpty { svg += "<title>\(XMLText.escaped(picture.title))</title>\n" }
        if let recipe {
            svg += "<metadata><recipe xmlns=\"urn:studio:recipe\">\(XMLText.escaped(recipe.jsonText))</recipe></metadata>\n"
        }
        // White paper is a CSS property: a plotter would trace a white rectangle.
        if let background = picture.background, background != .white {
            svg += "<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(background.hex)\"/>\n"
        }
        // A name in quotation marks can have digits and spaces.
        let family = picture.font.map { "'" + $0.filter { $0 != "'" && $0 != "\\" } + "', sans-serif" } ?? "sans-serif"
        svg += "<g fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\" "
        svg += "font-family=\"\(XMLText.escaped(TextMeasure.singleLine(family)))\">\n"
        for (index, item) in picture.items.enumerated() {
            let cell = isInline ? picture.cells[index].map { attributes(of: $0, scale: scale) } : nil
            svg += element(item, attributes: cell ?? "", number: number)
        }
        svg += "</g>\n</svg>\n"
        return Data(svg.utf8)
    }

    /// The start tag of an element whose style sheet knows the paper by its class.
    private static func inlineStart(_ picture: Picture, width: String, height: String) -> String {
        let isPlain = picture.background == .white || picture.background == nil
        let axis = picture.cells.values.lazy.compactMap(\.place?.axis).first.map { " data-axis=\"\($0.rawValue)\"" } ?? ""
        return "<svg class=\"sheet\(isPlain ? " plain" : "")\"\(axis) viewBox=\"0 0 \(width) \(height)\">\n"
    }

    private static func attributes(of cell: Picture.Cell, scale: Double) -> String {
        let place = cell.place.map { " data-series=\"\($0.series)\" data-at=\"\($0.value)\"" } ?? ""
        return " class=\"cell\" data-scale=\"\(cell.pixelsPerPoint / scale)\"\(place)"
    }

    private static func element(_ item: Picture.Item, attributes: String = "", number: (Double) -> String) -> String {
        switch item {
        case .lines(let lines, let colour, let width):
            let path = path(lines, number: number)
            guard !path.isEmpty else { return "" }
            return "<path stroke=\"\(colour.hex)\" stroke-width=\"\(number(width))\" d=\"\(path)\"/>\n"
        case .curves(let curves, let colour, let width):
            let path = curves.map { self.path(curve: $0, number: number) }.joined()
            guard !path.isEmpty else { return "" }
            return "<path stroke=\"\(colour.hex)\" stroke-width=\"\(number(width))\" d=\"\(path)\"/>\n"
        case .rectangle(let x, let y, let width, let height, let colour):
            return "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" "
                + "height=\"\(number(height))\" fill=\"\(colour.hex)\"/>\n"
        case .text(let text):
            return element(text, number: number)
        case .group(let items, let title):
            let inside = items.map { element($0, number: number) }.joined()
            guard !inside.isEmpty else { return "" }
            return "<g\(attributes)>\n" + (title.isEmpty ? "" : "<title>\(XMLText.escaped(title))</title>\n") + inside + "</g>\n"
        }
    }

    private static func element(_ text: Picture.Text, number: (Double) -> String) -> String {
        guard !text.string.isEmpty else { return "" }
        let anchor =
            switch text.anchor {
            case .start: "start"
            case .middle: "middle"
            case .end: "end"
            }
        return "<text x=\"\(number(text.x))\" y=\"\(number(text.y))\" font-size=\"\(number(text.size))\" "
            + "fill=\"\(text.colour.hex)\" text-anchor=\"\(anchor)\">"
            + XMLText.escaped(TextMeasure.singleLine(text.string)) + "</text>\n"
    }

    /// Returns path data of absolute moves and lines. A single point becomes a line of length 0, which its round caps
    /// turn into a dot.
    private static func path(_ lines: [[Point]], number: (Double) -> String) -> String {
        var path = ""
        for line in lines {
            guard let first = line.first else { continue }
            path += "M\(number(first.x)) \(number(first.y))"
            path += line.count == 1 ? "h0" : "L"
            path += line.dropFirst().map { "\(number($0.x)) \(number($0.y))" }.joined(separator: " ")
        }
        return path
    }

    /// Returns path data of one move, and a line or a cubic curve for every segment.
    private static func path(curve: [Point], number: (Double) -> String) -> String {
        guard curve.count > 3, let first = curve.first else { return self.path([curve], number: number) }
        func text(_ point: Point) -> String { "\(number(point.x)) \(number(point.y))" }
        var path = "M" + text(first)
        var command: Character = "M"
        for index in stride(from: 0, to: curve.count - 3, by: 3) {
            let (a, b, end) = (curve[index + 1], curve[index + 2], curve[index + 3])
            let isStraight = a == curve[index] && b == end
            let next: Character = isStraight ? "L" : "C"
            // A command is not repeated.
            path.append(next == command ? " " : next)
            path += isStraight ? text(end) : [a, b, end].map(text).joined(separator: " ")
            command = next
        }
        return path
    }
}
