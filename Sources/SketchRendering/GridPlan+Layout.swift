import FoundationEssentials
import SketchCore

extension GridPlan {
    /// The positions of columns and lines, in points.
    struct Geometry {
        var columnX: [Double] = []
        var lineY: [Double] = []
        var labelColumn = 0.0
        /// The lines of text of each row's label.
        var lineLabels: [Int: [String]] = [:]
        /// The lines of the title.
        var title: [String] = []
        var width = 0.0
        var height = 0.0
    }

    /// Lays out the plan under a style. All margins are equal: they are measured from the ink.
    ///
    /// - Throws: `RenderingError.badStyle` or `.nothingToDraw`.
    package func picture(style: SheetStyle) throws -> Picture {
        try style.validate()
        guard columnCount > 0, lineCount > 0, !placements.isEmpty else { throw RenderingError.nothingToDraw }
        let measure = TextMeasure(font: style.font)
        let geometry = geometry(style: style, measure: measure, labelled: labelledLines(style))
        let (items, cells) = content(style: style, geometry: geometry, measure: measure)
        var picture = Picture(
            width: geometry.width, height: geometry.height, items: items, unit: style.outputUnit, dpi: style.dpi,
            title: style.title)
        picture.font = style.font
        picture.cells = cells
        // A drawing alone keeps its square.
        if placements.count(where: { $0.cell.bounds != nil }) > 1, let ink = InkBounds(items, measure) {
            let margin = style.marginInPoints
            picture = picture.moved(x: margin - ink.left, y: margin - ink.top)
            (picture.width, picture.height) = (ink.width + 2 * margin, ink.height + 2 * margin)
        }
        picture = picture.themed(style.theme, isTransparent: style.isTransparent)
        return style.orientedPage.map(picture.placed) ?? picture
    }

    /// Returns the items of the sheet, and its drawings by the index of their group.
    func content(
        style: SheetStyle, geometry: Geometry, measure: TextMeasure
    ) -> (items: [Picture.Item], cells: [Int: Picture.Cell]) {
        let plan = relabelled(style.labels)
        var items =
            titleItems(style: style, geometry: geometry)
            + plan.headingItems(style: style, geometry: geometry, measure: measure)
        var cells: [Int: Picture.Cell] = [:]
        for (group, cell) in plan.cellItems(style: style, geometry: geometry, measure: measure) {
            cells[items.count] = cell
            items.append(group)
        }
        return (items + signItems(style: style, geometry: geometry), cells)
    }

    /// - Parameter labelled: what `labelledLines` returns.
    func geometry(style: SheetStyle, measure: TextMeasure, labelled: Set<Int>) -> Geometry {
        var geometry = Geometry()
        let cell = style.cellInPoints
        let gap = (x: style.gapInPoints + style.extraGap.x, y: style.gapInPoints + style.extraGap.y)
        let margin = style.marginInPoints
        let breakWidth = max(style.gapInPoints * 1.5, cell * 0.2)
        if style.showsLabels {
            geometry.lineLabels = lineLabels.mapValues { Self.lines(ofLabel: $0, style, measure) }
            let widest = geometry.lineLabels.values.joined().map { measure.cachedWidth($0, size: style.labelSize) }
            if let widest = widest.max() { geometry.labelColumn = widest + max(style.gapInPoints, cell * 0.2) }
        }
        var x = margin + geometry.labelColumn
        for column in 0..<columnCount {
            geometry.columnX.append(x)
            x += width(of: column, style) + (column + 1 < columnCount ? gap.x : 0)
            if column + 1 < columnCount, breaksAfterColumn.contains(column) { x += breakWidth }
        }
        geometry.width = x + margin
        var y = margin
        if !style.title.isEmpty {
            geometry.title = measure.wrapped(
                style.title, size: style.titleSize, limit: (style.orientedPage?.width.points ?? geometry.width) - 2 * margin)
            y += style.titleSize * (Double(geometry.title.count) * 1.3 + 0.9)
        }
        if style.showsLabels, !columnLabels.isEmpty { y += style.labelHeight }
        for line in 0..<lineCount {
            geometry.lineY.append(y)
            y += cell
            if style.showsLabels, labelled.contains(line) { y += style.labelHeight }
            if line + 1 < lineCount { y += gap.y + (breaksAfterLine.contains(line) ? breakWidth : 0) }
        }
        geometry.height = y + margin
        return geometry
    }

    private func width(of column: Int, _ style: SheetStyle) -> Double {
        (columnWidths[column] ?? 1) * style.cellInPoints
    }

    /// Returns the vertical centre of the lines' cells, in points.
    private func middle(of lines: ClosedRange<Int>, _ geometry: Geometry, _ style: SheetStyle) -> Double {
        let first = geometry.lineY[lines.lowerBound]
        return (first + geometry.lineY[min(lines.upperBound, lineCount - 1)]) / 2 + style.cellInPoints / 2
    }

    private func signItems(style: SheetStyle, geometry: Geometry) -> [Picture.Item] {
        signs.map { sign in
            let size = sign.size * style.cellInPoints
            return .text(
                Picture.Text(
                    sign.text, x: geometry.columnX[sign.column] + width(of: sign.column, style) / 2,
                    y: middle(of: sign.lines, geometry, style) + size * 0.36, size: size, colour: .black,
                    anchor: .middle))
        }
    }

    /// Returns a row's label in lines of about the cell's width, or as a single line if they are higher than the cell.
    private static func lines(ofLabel label: String, _ style: SheetStyle, _ measure: TextMeasure) -> [String] {
        let (size, limit) = (style.labelSize, max(style.cellInPoints * 3, 60))
        let words = TextMeasure.singleLine(label).split(separator: " ").map { measure.cachedWidth(String($0), size: size) }
        let width = max(words.max() ?? 0, style.cellInPoints * 1.2)
        let lines = measure.wrapped(label, size: size, limit: min(width, limit))
        let isLow = Double(lines.count) * size * lineSpacing <= style.cellInPoints
        return isLow ? lines : [measure.fitted(label, size: size, limit: limit)]
    }

    /// The distance between lines of text, in font sizes.
    private static let lineSpacing = 1.25

    private func titleItems(style: SheetStyle, geometry: Geometry) -> [Picture.Item] {
        // On a page, the title may be wider than the sheet.
        let isCentred = style.page != nil
        return geometry.title.enumerated().map { index, line in
            .text(
                Picture.Text(
                    line, x: isCentred ? geometry.width / 2 : style.marginInPoints,
                    y: style.marginInPoints + style.titleSize * (0.95 + 1.3 * Double(index)), size: style.titleSize,
                    colour: .title, anchor: isCentred ? .middle : .start))
        }
    }

    private func headingItems(style: SheetStyle, geometry: Geometry, measure: TextMeasure) -> [Picture.Item] {
        guard style.showsLabels else { return [] }
        let size = style.labelSize
        var items: [Picture.Item] = []
        for (line, texts) in geometry.lineLabels.sorted(by: { $0.key < $1.key }) where geometry.lineY.indices.contains(line) {
            let middle = geometry.lineY[line] + style.cellInPoints / 2 + size * 0.35
            for (index, text) in texts.enumerated() {
                let y = middle + (Double(index) - Double(texts.count - 1) / 2) * size * Self.lineSpacing
                items.append(.text(Picture.Text(text, x: style.marginInPoints, y: y, size: size, colour: .label, anchor: .start)))
            }
        }
        for (column, label) in columnLabels.sorted(by: { $0.key < $1.key })
        where geometry.columnX.indices.contains(column) {
            let text = Self.cellLabel(label, style, measure)
            items.append(
                .text(
                    Picture.Text(
                        text, x: geometry.columnX[column] + style.cellInPoints / 2,
                        y: geometry.lineY[0] - style.labelHeight + size * 0.9, size: size, colour: .label,
                        anchor: .middle)))
        }
        return items
    }

    private func cellItems(
        style: SheetStyle, geometry: Geometry, measure: TextMeasure
    ) -> [(group: Picture.Item, cell: Picture.Cell)] {
        let scales = scales(style: style)
        let common = commonScale(style: style)
        let half = style.cellInPoints / 2
        var groups: [(group: Picture.Item, cell: Picture.Cell)] = []
        for (placement, scale) in zip(placements, scales) where geometry.columnX.indices.contains(placement.column) {
            let centre = Point(
                x: geometry.columnX[placement.column] + width(of: placement.column, style) / 2,
                y: middle(of: placement.lines, geometry, style))
            let isException = scale < common * 0.999
            let drawn = Point(x: centre.x, y: centre.y + (isException ? Self.markHeight(style) / 2 : 0))
            var items: [Picture.Item] = []
            for layer in placement.cell.layers {
                let lines = Self.lines(layer.sketch, bounds: placement.cell.bounds, scale: scale, centre: drawn)
                guard !lines.isEmpty else { continue }
                items += Self.inked(lines, Self.colour(of: layer, in: placement, style), style)
            }
            if isException { items.append(mark(scale, common: common, at: centre, style)) }
            if style.showsLabels, !placement.cell.label.isEmpty {
                let text = Self.cellLabel(placement.cell.label, style, measure)
                items.append(
                    .text(
                        Picture.Text(
                            text, x: centre.x, y: centre.y + half + style.labelDrop, size: style.labelSize,
                            colour: .label, anchor: .middle)))
            }
            let cell = Picture.Cell(pixelsPerPoint: 1 / scale, place: placement.place)
            if !items.isEmpty { groups.append((.group(items, title: title(of: placement)), cell)) }
        }
        return groups
    }

    /// Returns a label that fits its cell: the value alone if `t = 0.11` is too wide, or else a shortened text.
    private static func cellLabel(_ label: String, _ style: SheetStyle, _ measure: TextMeasure) -> String {
        let (size, limit) = (style.labelSize, style.cellInPoints + style.gapInPoints * 0.8)
        let flat = TextMeasure.singleLine(label)
        if measure.cachedWidth(flat, size: size) <= limit { return flat }
        let value = flat.lastIndex(of: "=").map { flat[flat.index(after: $0)...].drop { $0 == " " } }
        return measure.fitted(value.map(String.init) ?? flat, size: size, limit: limit)
    }

    /// Returns the title of a drawing, shown by SVG editors and pages: its name or label, or else the labels or numbers of row
    /// and column.
    private func title(of placement: Placement) -> String {
        let cell = placement.cell
        if let title = [cell.name, cell.label].first(where: { !$0.isEmpty }) { return TextMeasure.singleLine(title) }
        let (line, column) = (placement.lines.lowerBound, placement.column)
        let row = lineLabels[line] ?? (lineCount > 1 ? "row \(line + 1)" : nil)
        return TextMeasure.singleLine(
            [row, columnLabels[column] ?? "column \(column + 1)"].compactMap { $0 }.joined(separator: ", "))
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
