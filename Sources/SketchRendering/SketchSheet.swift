import SketchCore

/// A contact sheet: many drawings, one after another, each under its name.
public struct SketchSheet: PictureSource, Hashable {
    public var sketches: [Sketch]
    /// One colour for each drawing; the last one goes on where the list is shorter, black where it is empty.
    public var colours: [Colour]
    /// One label for each drawing; nil takes the drawings' names.
    public var labels: [String]?
    public var style: SheetStyle

    public init(
        sketches: [Sketch], colours: [Colour] = [.black], labels: [String]? = nil,
        style: SheetStyle = SheetStyle()
    ) {
        self.sketches = sketches
        self.colours = colours
        self.labels = labels
        self.style = style
    }

    public func picture() throws -> Picture { try sheet().picture() }

    package func sheet() -> Sheet {
        let cells = sketches.enumerated().map { index, sketch in
            let label = labels.map { index < $0.count ? $0[index] : "" } ?? sketch.name
            let colour = index < colours.count ? colours[index] : colours.last ?? .black
            return Cell(sketch: sketch, colour: colour, label: label)
        }
        return Sheet(rows: [Sheet.Row(cells)], style: columned(cells.count))
    }

    private func columned(_ count: Int) -> SheetStyle {
        var style = style
        // Up to 7 drawings read as a line, more as a sheet.
        if style.columns == nil, count > 0 { style.columns = GridPlan.columns(for: count, line: 7) }
        return style
    }
}
