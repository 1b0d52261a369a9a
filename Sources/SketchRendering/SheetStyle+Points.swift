/// Lengths in points, with the defaults that depend on the page.
extension SheetStyle {
    /// The side length of a cell, in points.
    package var cellInPoints: Double { cell?.points ?? Length.millimetres(20).points }
    /// The margin, in points.
    package var marginInPoints: Double { margin?.points ?? page.map { $0.shorterSide * 0.05 } ?? cellInPoints * 0.25 }
    /// The spacing between cells, in points.
    package var gapInPoints: Double { gap?.points ?? cellInPoints * 0.15 }
    /// The line width, in points.
    package var lineWidthInPoints: Double { lineWidth?.points ?? cellInPoints * 0.0175 }
    /// The unit of sizes and coordinates in SVG output.
    var outputUnit: Length.Unit { unit ?? cell?.unit ?? page?.width.unit ?? .millimetres }
    /// The page as it is turned.
    package var orientedPage: Page? { isLandscape ? page?.landscape : page }

    /// The font size of labels, in points.
    package var labelSize: Double {
        if let labelLength { return labelLength.points }
        let minimum = page?.minimumText ?? 6
        return min(max(cellInPoints * 0.17, minimum), max(minimum * 2, 14))
    }
    /// The font size of the title, in points.
    package var titleSize: Double { labelSize * 1.6 }
    /// The distance from the cell's lower edge to the label's baseline, in points.
    package var labelDrop: Double { labelSize * 1.35 }
    /// The height that labels add to a line, in points.
    package var labelHeight: Double { labelSize * 1.7 }

    /// Returns the style with a cell of `points`, and the unit of output that it has now.
    func with(cell points: Double) -> SheetStyle {
        var style = self
        style.unit = outputUnit
        style.cell = Length(points / Length.Unit.inches.points, .inches)
        return style
    }
}
