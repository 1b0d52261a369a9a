import SketchCore
import SketchRendering
import SketchSupport

/// Writes a plan as SVG: 1 user unit is 1 mm, and each pen is an Inkscape layer whose name begins with the pen's number.
enum PlotterSVG {
    static func text(_ plan: PlotterPlan) -> String {
        let (width, height) = (number(plan.width), number(plan.height))
        var svg = """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" \
            width="\(width)mm" height="\(height)mm" viewBox="0 0 \(width) \(height)">

            """
        if !plan.title.isEmpty { svg += "<title>\(XMLText.escaped(plan.title))</title>\n" }
        for layer in plan.layers {
            svg += "<g inkscape:groupmode=\"layer\" id=\"layer\(layer.pen)\" inkscape:label=\"\(attribute(layer.name))\" "
            svg += "fill=\"none\" stroke=\"\(layer.colour.hex)\" stroke-width=\"\(number(plan.lineWidth))\" "
            svg += "stroke-linecap=\"round\" stroke-linejoin=\"round\">\n"
            for stroke in layer.strokes { svg += "<path d=\"\(path(stroke))\"/>\n" }
            svg += "</g>\n"
        }
        return svg + "</svg>\n"
    }

    private static func number(_ value: Double) -> String { PlainNumber.text(value, decimals: 3) }

    private static func attribute(_ text: String) -> String { XMLText.escaped(text).replacing("\"", with: "&quot;") }

    /// A dot is a line of length 0, which its round caps show.
    private static func path(_ stroke: [Point]) -> String {
        let points = stroke.map { "\(number($0.x)) \(number($0.y))" }
        if stroke.count > 2, stroke.first == stroke.last { return "M" + points.dropLast().joined(separator: "L") + "Z" }
        return "M" + (points.count == 1 ? points + points : points).joined(separator: "L")
    }
}
