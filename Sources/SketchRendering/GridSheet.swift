/// A sheet whose drawings are in columns and lines, so that it can be laid out for a page.
protocol GridSheet: PictureSource {
    var style: SheetStyle { get set }
    /// The maximum number of columns that a line can have; 1 if the number is fixed.
    var longestLine: Int { get }
    func plan() -> GridPlan
}

extension GridSheet {
    /// Lays out the sheet. On a page without `style.cell`, cells are as large as the page allows: of all numbers of columns,
    /// the one with the largest cells.
    ///
    /// - Throws: `RenderingError.badStyle` or `.nothingToDraw`.
    func filledPicture() throws -> Picture {
        try style.validate()
        guard let page = style.orientedPage, style.cell == nil else { return try plan().picture(style: style) }
        let measure = TextMeasure(font: style.font)
        var best: (plan: GridPlan, style: SheetStyle, cell: Double)?
        for columns in style.columns.map({ $0...$0 }) ?? 1...min(max(longestLine, 1), 100) {
            var sheet = self
            if longestLine > 1 { sheet.style.columns = columns }
            let plan = sheet.plan()
            let cell = plan.largestCell(on: page, style: sheet.style, measure: measure)
            if cell > (best?.cell ?? 0) * 1.001 { best = (plan, sheet.style, cell) }
        }
        guard let best else { throw RenderingError.nothingToDraw }
        return try best.plan.picture(filling: page, style: best.style, cell: best.cell, measure: measure)
    }
}

extension GridPlan {
    /// Returns the largest cell with which the sheet fits a page, in points.
    func largestCell(on page: Page, style: SheetStyle, measure: TextMeasure) -> Double {
        var (low, high) = (0.5, max(page.width.points, page.height.points))
        for _ in 0..<24 {
            let cell = (low + high) / 2
            let geometry = geometry(style: style.with(cell: cell), measure: measure)
            let fits = geometry.width <= page.width.points && geometry.height <= page.height.points
            if fits { low = cell } else { high = cell }
        }
        return low
    }

    /// Lays out the sheet on a page. Drawings are rarely as high and as wide as their cells: cells grow until the ink fills
    /// the page within its margins, and what remains of the other side widens the gaps.
    func picture(filling page: Page, style: SheetStyle, cell: Double, measure: TextMeasure) throws -> Picture {
        let room = (
            width: page.width.points - 2 * style.marginInPoints, height: page.height.points - 2 * style.marginInPoints
        )
        var (low, high) = (cell / 2, cell * 2)
        for _ in 0..<14 {
            let middle = (low + high) / 2
            guard let ink = ink(style: style.with(cell: middle), measure: measure) else {
                low = cell
                break
            }
            if ink.width <= room.width, ink.height <= room.height { low = middle } else { high = middle }
        }
        var style = style.with(cell: low)
        if let ink = ink(style: style, measure: measure) {
            let limit = style.cellInPoints * 0.4
            if columnCount > 1 { style.extraGap.x = min(max(room.width - ink.width, 0) / Double(columnCount - 1), limit) }
            if lineCount > 1 { style.extraGap.y = min(max(room.height - ink.height, 0) / Double(lineCount - 1), limit) }
        }
        return try picture(style: style)
    }

    /// Returns the bounds of drawings and text; nil for a sheet without drawings.
    private func ink(style: SheetStyle, measure: TextMeasure) -> InkBounds? {
        guard placements.contains(where: { $0.cell.bounds != nil }) else { return nil }
        let geometry = geometry(style: style, measure: measure)
        return InkBounds(content(style: style, geometry: geometry, measure: measure).items, measure)
    }
}
