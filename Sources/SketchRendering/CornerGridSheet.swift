import SketchCore

/// The square between four drawings, in the manner of the project's four-corner grids: the inputs in black
/// outside of their corners, the drawings between them coloured from corner to corner.
public struct CornerGridSheet: PictureSource, Hashable {
    /// Top left, top right, bottom left, bottom right.
    public var inputs: [Sketch]
    /// [size * size], row by row.
    public var sketches: [Sketch]
    /// The values of u (to the right) and v (downwards), `size` of them.
    public var positions: [Double]
    public var style: SheetStyle

    public init(inputs: [Sketch], sketches: [Sketch], positions: [Double], style: SheetStyle = SheetStyle()) {
        self.inputs = inputs
        self.sketches = sketches
        self.positions = positions
        self.style = style
    }

    public func picture() throws -> Picture { try plan().picture(style: style) }

    package func plan() -> GridPlan {
        let size = positions.count
        var plan = GridPlan(columnCount: size + 2, lineCount: size)
        guard size > 1, sketches.count == size * size, inputs.count == 4 else { return plan }
        plan.breaksAfterColumn = [0, size]
        for (index, input) in inputs.enumerated() {
            let cell = Cell(sketch: input, colour: Palette.operand, label: input.name)
            plan.placements.append(
                .init(cell, column: index % 2 == 0 ? 0 : size + 1, line: index / 2 == 0 ? 0 : size - 1))
        }
        for (index, sketch) in sketches.enumerated() {
            let (u, v) = (positions[index % size], positions[index / size])
            let cell = Cell(sketch: sketch, colour: Palette.corners(u: u, v: v))
            plan.placements.append(.init(cell, column: 1 + index % size, line: index / size, step: u))
        }
        for (index, position) in positions.enumerated() {
            let text = PlainNumber.text(position, decimals: 2)
            plan.columnLabels[1 + index] = (index == 0 ? "u = " : "") + text
            plan.lineLabels[index] = (index == 0 ? "v = " : "") + text
        }
        return plan
    }
}
