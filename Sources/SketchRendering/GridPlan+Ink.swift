import SketchCore

extension GridPlan {
    /// Returns a layer's colour, except by drawing order. Inputs stay black.
    static func colour(of layer: SheetCell.Layer, in placement: Placement, _ style: SheetStyle) -> Colour {
        guard layer.colour != Palette.operand else { return .black }
        if !style.colours.isEmpty {
            // The parts of a completion have the first and the last colour.
            let isPart = placement.cell.layers.count > 1
            let position = isPart ? (layer.colour == Palette.given ? 0 : 1) : placement.step
            return Palette.gradient(style.colours, at: position)
        }
        switch style.colourBy {
        case .sheet, .order: return layer.colour
        case .temperature:
            return (placement.cell.temperature ?? style.temperature).map(Palette.temperature) ?? layer.colour
        case .step: return Palette.interpolation(placement.step)
        case .none: return .black
        }
    }

    /// Returns the strokes of a drawing in one colour, or divided into 24 colours by drawing order. They are curves if the
    /// style says so and one of them bends.
    static func inked(_ strokes: [[Point]], _ colour: Colour, _ style: SheetStyle) -> [Picture.Item] {
        let width = style.lineWidthInPoints
        let curves = style.hasCurves ? strokes.map(SmoothCurve.bezier) : []
        let isCurved = curves.contains { $0 != nil }
        // Strokes stay in drawing order, for plotters.
        let lines = isCurved ? zip(strokes, curves).map { $1 ?? SmoothCurve.straight($0) } : strokes
        func item(_ lines: [[Point]], _ colour: Colour) -> Picture.Item {
            isCurved ? .curves(lines, colour: colour, width: width) : .lines(lines, colour: colour, width: width)
        }
        guard style.colourBy == .order, colour != Palette.operand else { return [item(lines, colour)] }
        let shades = 24
        return divided(lines, into: shades, segment: isCurved ? 3 : 1).enumerated().filter { !$1.isEmpty }.map { shade, lines in
            item(lines, Palette.interpolation(Double(shade) / Double(shades - 1)))
        }
    }

    /// Returns the lines in parts of about as many segments each; a segment has `segment` points after its first.
    private static func divided(_ lines: [[Point]], into count: Int, segment: Int) -> [[[Point]]] {
        func segments(_ line: [Point]) -> Int { (line.count - 1) / segment }
        let total = max(lines.reduce(0) { $0 + max(segments($1), 1) }, 1)
        var parts: [[[Point]]] = Array(repeating: [], count: count)
        var done = 0
        for line in lines {
            var start = 0
            repeat {
                let part = done * count / total
                let left = ((part + 1) * total + count - 1) / count - done
                let end = max(min(start + max(left, 1), segments(line)), start)
                parts[part].append(Array(line[start * segment...end * segment]))
                done += max(end - start, 1)
                start = end
            } while start < segments(line)
        }
        return parts
    }
}
