/// A sheet whose drawings are in columns and lines, so that it can be laid out for a page.
protocol GridSheet: PictureSource {
    var style: SheetStyle { get set }
    /// The maximum number of columns that a line can have; 1 if the number is fixed.
    var longestLine: Int { get }
    /// Whether rows are compared with each other, so that they wrap only if cells become much larger.
    var hasComparedRows: Bool { get }
    func plan() -> GridPlan
}

extension GridSheet {
    var hasComparedRows: Bool { false }

    /// Lays out the sheet. On a page without `style.cell`, cells are as large as the page allows: of all numbers of columns,
    /// the one with the largest cells. With it, lines are as long as the page allows.
    ///
    /// - Throws: `RenderingError.badStyle` or `.nothingToDraw`.
    func filledPicture() throws -> Picture {
        try style.validate()
        guard let page = style.orientedPage else { return try plan().picture(style: style) }
        let measure = TextMeasure(font: style.font)
        var best: (plan: GridPlan, style: SheetStyle, size: Double, score: Double)?
        for columns in style.columns.map({ $0...$0 }) ?? 1...min(max(longestLine, 1), 100) {
            var sheet = self
            if longestLine > 1 { sheet.style.columns = columns }
            let plan = sheet.plan()
            let isFixed = style.cell != nil
            let size =
                isFixed
                ? plan.reduction(on: page, style: sheet.style, measure: measure)
                : plan.largestCell(on: page, style: sheet.style, measure: measure)
            let score = columns < longestLine && hasComparedRows ? size / Self.wholeRows : size
            // Of cells of a given size, as many as fit are on a line.
            if score > (best?.score ?? 0) * (isFixed ? 0.9999 : 1.001) { best = (plan, sheet.style, size, score) }
        }
        guard let best else { throw RenderingError.nothingToDraw }
        if style.cell != nil { return try best.plan.picture(style: best.style) }
        return try best.plan.picture(filling: page, style: best.style, cell: best.size, measure: measure)
    }

    /// The factor by which wrapping must enlarge the cells of rows that are compared.
    private static var wholeRows: Double { 1.3 }
}

extension GridPlan {
    /// Returns the largest cell with which the sheet fits a page, in points.
    func largestCell(on page: Page, style: SheetStyle, measure: TextMeasure) -> Double {
        let labelled = labelledLines(style)
        var (low, high) = (0.5, max(page.width.points, page.height.points))
        for _ in 0..<20 {
            let cell = (low + high) / 2
            let geometry = geometry(style: style.with(cell: cell), measure: measure, labelled: labelled)
            let fits = geometry.width <= page.width.points && geometry.height <= page.height.points
            if fits { low = cell } else { high = cell }
        }
        return low
    }

    /// Returns the factor by which the sheet must be reduced to fit a page; 1 if it fits.
    func reduction(on page: Page, style: SheetStyle, measure: TextMeasure) -> Double {
        let geometry = geometry(style: style, measure: measure, labelled: labelledLines(style))
        return min(page.width.points / geometry.width, page.height.points / geometry.height, 1)
    }

    /// Lays out the sheet on a page. Drawings are rarely as high and as wide as their cells: cells grow until the ink fills
    /// the page within its margins, and what remains of the other side widens the gaps.
    func picture(filling page: Page, style: SheetStyle, cell: Double, measure: TextMeasure) throws -> Picture {
        let room = (
            width: page.width.points - 2 * style.marginInPoints, height: page.height.points - 2 * style.marginInPoints
        )
        // A drawing alone keeps its square.
        guard placements.count(where: { $0.cell.bounds != nil }) > 1 else { return try picture(style: style.with(cell: cell)) }
        var (low, high, next) = (cell / 2, cell * 2, cell)
        for _ in 0..<8 {
            guard let ink = ink(style: style.with(cell: next), measure: measure) else { break }
            let ratio = min(room.width / ink.width, room.height / ink.height)
            if ratio >= 1 { low = next } else { high = next }
            // All but text grows with the cell, so that a cell which grows by the ratio fits.
            if ratio >= 1, ratio < 1.002 { break }
            let proposed = next * (ratio < 1 ? ratio * 0.999 : ratio)
            next = proposed > low && proposed < high ? proposed : (low + high) / 2
        }
        var style = style.with(cell: low)
        if let ink = ink(style: style, measure: measure) {
            let limit = style.cellInPoints * 0.4
            if columnCount > 1 { style.extraGap.x = min(max(room.width - ink.width, 0) / Double(columnCount - 1), limit) }
            if lineCount > 1 { style.extraGap.y = min(max(room.height - ink.height, 0) / Double(lineCount - 1), limit) }
        }
        return try picture(style: style)
    }

    /// Returns the height of all ink, and the width of that below the title; nil for a sheet without drawings.
    private func ink(style: SheetStyle, measure: TextMeasure) -> (width: Double, height: Double)? {
        let geometry = geometry(style: style, measure: measure, labelled: labelledLines(style))
        let items = content(style: style, geometry: geometry, measure: measure).items
        guard let all = InkBounds(items, measure),
            let body = InkBounds(Array(items.dropFirst(geometry.title.count)), measure)
        else { return nil }
        return (body.width, all.height)
    }
}
