import SketchCore
import SketchSupport

/// A square grid of interpolations between four drawings.
///
/// The inputs are black and outside the grid, next to their corners. The grid's drawings are coloured by
/// ``Palette/corners(u:v:)``.
public struct CornerGridSheet: GridSheet, Hashable {
    /// The four inputs: top left, top right, bottom left, bottom right.
    public var inputs: [Sketch]
    /// The grid's drawings, row by row; `positions.count` squared of them.
    public var sketches: [Sketch]
    /// The values of u (to the right) and v (downwards), from 0 to 1.
    public var positions: [Double]
    /// Lengths, colours and layout.
    public var style: SheetStyle

    /// Creates a grid of `positions.count` drawings per side.
    public init(inputs: [Sketch], sketches: [Sketch], positions: [Double], style: SheetStyle = SheetStyle()) {
        self.inputs = inputs
        self.sketches = sketches
        self.positions = positions
        self.style = style
    }

    public func picture() throws -> Picture { try filledPicture() }

    var longestLine: Int { 1 }

    /// Returns the drawings by column and line; empty if the counts do not match.
    package func plan() -> GridPlan {
        let size = positions.count
        var plan = GridPlan(columnCount: size + 2, lineCount: size)
        guard size > 1, sketches.count == size * size, inputs.count == 4 else { return plan }
        plan.breaksAfterColumn = [0, size]
        for (index, input) in inputs.enumerated() {
            let cell = SheetCell(sketch: input, colour: Palette.operand, label: input.name)
            plan.placements.append(
                .init(cell, column: index % 2 == 0 ? 0 : size + 1, line: index / 2 == 0 ? 0 : size - 1))
        }
        let decimals = PlainNumber.decimals(of: positions, atMost: 2)
        func text(_ position: Double) -> String { PlainNumber.fixed(position, decimals: decimals) }
        for (index, sketch) in sketches.enumerated() {
            let (u, v) = (positions[index % size], positions[index / size])
            let cell = SheetCell(
                sketch: sketch, colour: Palette.corners(u: u, v: v), name: "u = \(text(u)), v = \(text(v))")
            plan.placements.append(.init(cell, column: 1 + index % size, line: index / size, step: u))
        }
        for (index, position) in positions.enumerated() {
            plan.columnLabels[1 + index] = (index == 0 ? "u = " : "") + text(position)
            plan.lineLabels[index] = (index == 0 ? "v = " : "") + text(position)
        }
        return plan
    }
}
