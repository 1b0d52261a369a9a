import SketchCore
import SketchSupport

extension GridPlan {
    /// Returns the plan with other labels: of columns, if they have any, or else of cells in reading order. They replace
    /// the names of drawings too.
    func relabelled(_ labels: [String]?) -> GridPlan {
        guard let labels else { return self }
        var plan = self
        func label(_ index: Int) -> String { index < labels.count ? labels[index] : "" }
        if !columnLabels.isEmpty {
            for (index, column) in columnLabels.keys.sorted().enumerated() { plan.columnLabels[column] = label(index) }
            for index in placements.indices where columnLabels[placements[index].column] != nil {
                plan.placements[index].cell.name = ""
            }
            return plan
        }
        let order = placements.indices.sorted {
            let (a, b) = (placements[$0], placements[$1])
            return (a.lines.lowerBound, a.column) < (b.lines.lowerBound, b.column)
        }
        for (index, place) in order.enumerated() {
            plan.placements[place].cell.label = label(index)
            if !label(index).isEmpty { plan.placements[place].cell.name = "" }
        }
        return plan
    }

    /// Returns the lines below which labels of cells need space: those with a drawing below a label, and the last.
    func labelledLines(_ style: SheetStyle) -> Set<Int> {
        let labelled = relabelled(style.labels).placements.filter { !$0.cell.label.isEmpty && $0.lines.count == 1 }
        let occupied = Set(placements.map { $0.lines.lowerBound * columnCount + $0.column })
        return Set(
            labelled.lazy.map { (line: $0.lines.lowerBound, column: $0.column) }.filter { line, column in
                line == lineCount - 1 || occupied.contains((line + 1) * columnCount + column)
            }.map(\.line))
    }

    /// Returns the mark of a drawing that is smaller than the common scale would make it: `×0.4`, in the cell's corner.
    func mark(_ scale: Double, common: Double, at centre: Point, _ style: SheetStyle) -> Picture.Item {
        let half = style.cellInPoints / 2
        let text = "\u{D7}" + PlainNumber.text(scale / common, decimals: scale < common * 0.1 ? 3 : 2)
        return .text(
            Picture.Text(
                text, x: centre.x + half, y: centre.y - half + style.labelSize * 0.8, size: style.labelSize, colour: .label,
                anchor: .end))
    }
}
