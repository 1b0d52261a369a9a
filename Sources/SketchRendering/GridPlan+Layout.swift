import Foundation
import SketchCore

extension GridPlan {
    /// The positions of columns and lines, in points.
    struct Geometry {
        var columnX: [Double] = []
        var lineY: [Double] = []
        var labelColumn = 0.0
        var width = 0.0
        var height = 0.0
    }

    /// Lays out the plan under a style.
    ///
    /// - Throws: `RenderingError.badStyle` or `.nothingToDraw`.
    package func picture(style: SheetStyle) throws -> Picture {
        try style.validate()
        guard columnCount > 0, lineCount > 0, !placements.isEmpty else { throw RenderingError.nothingToDraw }
        let measure = TextMeasure()
        let geometry = geometry(style: style, measure: measure)
        let items =
            titleItems(style: style, geometry: geometry, measure: measure)
            + headingItems(style: style, geometry: geometry, measure: measure)
            + cellItems(style: style, geometry: geometry, measure: measure)
            + signItems(style: style, geometry: geometry)
        let picture = Picture(
            width: geometry.width, height: geometry.height, items: items, unit: style.unit ?? style.cell.unit,
            dpi: style.dpi, title: style.title
        ).themed(style.theme, isTransparent: style.isTransparent)
        return style.page.map(picture.placed) ?? picture
    }

    /// Returns the scale of each placement, in points per pixel.
    package func scales(style: SheetStyle) -> [Double] {
        // Round caps extend half a line width beyond the outermost points.
        let room = max(style.cell.points - style.lineWidthInPoints, 0)
        let extents = placements.map { $0.cell.bounds?.extent ?? 0 }
        let largest = extents.max() ?? 0
        return extents.map { own in
            let extent = style.fit == .common ? largest : own
            return extent > 1e-9 ? room / extent : 1
        }
    }

    private func geometry(style: SheetStyle, measure: TextMeasure) -> Geometry {
        var geometry = Geometry()
        let cell = style.cell.points
        let gap = style.gap.points
        let margin = style.margin.points
        let breakWidth = max(gap * 1.5, cell * 0.2)
        if style.showsLabels {
            let widest = lineLabels.values.map { measure.width(Self.shown($0, style, measure), size: style.labelSize) }
            if let widest = widest.max() { geometry.labelColumn = widest + max(gap, cell * 0.2) }
        }
        var x = margin + geometry.labelColumn
        for column in 0..<columnCount {
            geometry.columnX.append(x)
            x += width(of: column, style) + (column + 1 < columnCount ? gap : 0)
            if column + 1 < columnCount, breaksAfterColumn.contains(column) { x += breakWidth }
        }
        geometry.width = x + margin
        var y = margin
        if !style.title.isEmpty { y += style.titleSize * 2.4 }
        if style.showsLabels, !columnLabels.isEmpty { y += style.labelHeight }
        let labelled = Set(placements.filter { !$0.cell.label.isEmpty && $0.lines.count == 1 }.map(\.lines.lowerBound))
        for line in 0..<lineCount {
            geometry.lineY.append(y)
            y += cell
            if style.showsLabels, labelled.contains(line) { y += style.labelHeight }
            if line + 1 < lineCount { y += gap + (breaksAfterLine.contains(line) ? breakWidth : 0) }
        }
        geometry.height = y + margin
        return geometry
    }

    private func width(of column: Int, _ style: SheetStyle) -> Double { columnWidths[column] ?? style.cell.points }

    /// Returns the vertical centre of the lines' cells, in points.
    private func middle(of lines: ClosedRange<Int>, _ geometry: Geometry, _ style: SheetStyle) -> Double {
        let first = geometry.lineY[lines.lowerBound]
        return (first + geometry.lineY[min(lines.upperBound, lineCount - 1)]) / 2 + style.cell.points / 2
    }

    private func signItems(style: SheetStyle, geometry: Geometry) -> [Picture.Item] {
        signs.map { sign in
            let size = sign.size * style.cell.points
            return .text(
                Picture.Text(
                    sign.text, x: geometry.columnX[sign.column] + width(of: sign.column, style) / 2,
                    y: middle(of: sign.lines, geometry, style) + size * 0.36, size: size, colour: .black,
                    anchor: .middle))
        }
    }

    /// Returns a row's label, shortened to three cells.
    private static func shown(_ label: String, _ style: SheetStyle, _ measure: TextMeasure) -> String {
        measure.fitted(label, size: style.labelSize, limit: max(style.cell.points * 3, 60))
    }

    private func titleItems(style: SheetStyle, geometry: Geometry, measure: TextMeasure) -> [Picture.Item] {
        guard !style.title.isEmpty else { return [] }
        let margin = style.margin.points
        let title = measure.fitted(style.title, size: style.titleSize, limit: geometry.width - 2 * margin)
        return [
            .text(
                Picture.Text(
                    title, x: margin, y: margin + style.titleSize * 0.95, size: style.titleSize,
                    colour: .title, anchor: .start))
        ]
    }

    private func headingItems(style: SheetStyle, geometry: Geometry, measure: TextMeasure) -> [Picture.Item] {
        guard style.showsLabels else { return [] }
        let size = style.labelSize
        var items: [Picture.Item] = []
        for (line, label) in lineLabels.sorted(by: { $0.key < $1.key }) where geometry.lineY.indices.contains(line) {
            let y = geometry.lineY[line] + style.cell.points / 2 + size * 0.35
            items.append(
                .text(
                    Picture.Text(
                        Self.shown(label, style, measure), x: style.margin.points, y: y, size: size,
                        colour: .label, anchor: .start)))
        }
        for (column, label) in columnLabels.sorted(by: { $0.key < $1.key })
        where geometry.columnX.indices.contains(column) {
            let text = measure.fitted(label, size: size, limit: style.cell.points + style.gap.points * 0.8)
            items.append(
                .text(
                    Picture.Text(
                        text, x: geometry.columnX[column] + style.cell.points / 2,
                        y: geometry.lineY[0] - style.labelHeight + size * 0.9, size: size, colour: .label,
                        anchor: .middle)))
        }
        return items
    }

    private func cellItems(style: SheetStyle, geometry: Geometry, measure: TextMeasure) -> [Picture.Item] {
        let scales = scales(style: style)
        let half = style.cell.points / 2
        var groups: [Picture.Item] = []
        for (placement, scale) in zip(placements, scales) where geometry.columnX.indices.contains(placement.column) {
            let centre = Point(
                x: geometry.columnX[placement.column] + width(of: placement.column, style) / 2,
                y: middle(of: placement.lines, geometry, style))
            var items: [Picture.Item] = []
            for layer in placement.cell.layers {
                let lines = Self.lines(layer.sketch, bounds: placement.cell.bounds, scale: scale, centre: centre)
                guard !lines.isEmpty else { continue }
                items += Self.inked(lines, Self.colour(of: layer, in: placement, style), style)
            }
            if style.showsLabels, !placement.cell.label.isEmpty {
                let text = measure.fitted(
                    placement.cell.label, size: style.labelSize, limit: style.cell.points + style.gap.points * 0.8)
                items.append(
                    .text(
                        Picture.Text(
                            text, x: centre.x, y: centre.y + half + style.labelDrop, size: style.labelSize,
                            colour: .label, anchor: .middle)))
            }
            if !items.isEmpty { groups.append(.group(items, title: title(of: placement))) }
        }
        return groups
    }

    /// Returns the group title shown by SVG editors: the label, or else the labels or numbers of row and column.
    private func title(of placement: Placement) -> String {
        if !placement.cell.label.isEmpty { return TextMeasure.singleLine(placement.cell.label) }
        let (line, column) = (placement.lines.lowerBound, placement.column)
        return [
            lineLabels[line] ?? "row \(line + 1)", columnLabels[column] ?? "column \(column + 1)",
        ].joined(separator: ", ")
    }

    /// Returns a layer's colour, except by drawing order. Inputs stay black.
    private static func colour(of layer: SheetCell.Layer, in placement: Placement, _ style: SheetStyle) -> Colour {
        guard layer.colour != Palette.operand else { return .black }
        switch style.colourBy {
        case .sheet, .order: return layer.colour
        case .temperature:
            return (placement.cell.temperature ?? style.temperature).map(Palette.temperature) ?? layer.colour
        case .step: return Palette.interpolation(placement.step)
        case .none: return .black
        }
    }

    /// Returns the strokes in points. A stroke is split at points that are not finite.
    private static func lines(_ sketch: Sketch, bounds: Bounds?, scale: Double, centre: Point) -> [[Point]] {
        guard let middle = bounds?.centre else { return [] }
        var lines: [[Point]] = []
        for stroke in sketch.strokes {
            for part in stroke.split(whereSeparator: { !Bounds.isDrawable($0) }) {
                lines.append(
                    part.map { point in
                        Point(x: centre.x + (point.x - middle.x) * scale, y: centre.y + (point.y - middle.y) * scale)
                    })
            }
        }
        return lines
    }
}
