import SketchCore

/// A contact sheet: a list of drawings, each with its name below it.
///
/// ```swift
/// try SketchSheet(sketches).write(to: "cats.svg")
/// ```
public struct SketchSheet: PictureSource, Hashable {
    /// The drawings, in pixels.
    public var sketches: [Sketch]
    /// One colour per drawing. If there are fewer, the last one is repeated; if there are none, drawings are black.
    public var colours: [Colour]
    /// One label per drawing; `nil` uses the drawings' names.
    public var labels: [String]?
    /// Lengths, colours and layout.
    public var style: SheetStyle

    /// Creates a sheet of drawings.
    public init(
        _ sketches: [Sketch], colours: [Colour] = [.black], labels: [String]? = nil,
        style: SheetStyle = SheetStyle()
    ) {
        self.sketches = sketches
        self.colours = colours
        self.labels = labels
        self.style = style
    }

    public func picture() throws -> Picture { try sheet().picture() }

    /// Returns the drawings as one row that wraps.
    package func sheet() -> Sheet {
        let cells = sketches.enumerated().map { index, sketch in
            let label = labels.map { index < $0.count ? $0[index] : "" } ?? sketch.name
            let colour = index < colours.count ? colours[index] : colours.last ?? .black
            let name = label.isEmpty ? (sketch.name.isEmpty ? "drawing \(index + 1)" : sketch.name) : ""
            return SheetCell(sketch: sketch, colour: colour, label: label, name: name)
        }
        return Sheet(rows: [Sheet.Row(cells)], style: columned(cells.count))
    }

    private func columned(_ count: Int) -> SheetStyle {
        var style = style
        // Up to 7 drawings fit on one line; a page has lines of its own.
        if style.columns == nil, style.page == nil, count > 0 {
            style.columns = GridPlan.columns(for: count, line: 7)
        }
        return style
    }
}
