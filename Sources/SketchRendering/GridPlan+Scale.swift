import SketchCore

extension GridPlan {
    /// Returns the scale of each placement, in points per pixel.
    ///
    /// Of a common scale, a drawing much larger than the others is excepted, or it would shrink them all: it fills its cell
    /// but for the line of its mark.
    package func scales(style: SheetStyle) -> [Double] {
        let room = Self.room(style)
        let common = commonScale(style: style)
        return placements.map { placement in
            let extent = placement.cell.bounds?.extent ?? 0
            guard extent > 1e-9 else { return common > 0 ? common : 1 }
            if style.fit == .each { return room / extent }
            // The largest drawing of the common scale may exceed the room by rounding.
            return extent * common > room * (1 + 1e-9) ? max(room - Self.markHeight(style), room / 2) / extent : common
        }
    }

    /// Returns the scale of all drawings but the exceptions, in points per pixel; 0 if each has its own.
    func commonScale(style: SheetStyle) -> Double {
        guard style.fit == .common else { return 0 }
        let extent = Self.commonExtent(placements.map { $0.cell.bounds?.extent ?? 0 })
        return extent > 1e-9 ? Self.room(style) / extent : 0
    }

    /// The length of a drawing that fills its cell, in points. Round caps extend half a line width beyond the outermost points.
    private static func room(_ style: SheetStyle) -> Double { max(style.cellInPoints - style.lineWidthInPoints, 0) }

    /// The height that the mark of an exception needs above the drawing, in points.
    static func markHeight(_ style: SheetStyle) -> Double { style.labelSize * 1.1 }

    /// The factor by which an exception is larger than the drawing at the 95th percentile.
    private static let exception = 1.6

    /// Returns the largest extent but for exceptions: those beyond the 95th percentile, by more than a factor.
    private static func commonExtent(_ extents: [Double]) -> Double {
        let sorted = extents.filter { $0 > 1e-9 }.sorted()
        guard sorted.count > 2 else { return sorted.last ?? 0 }
        // The percentile as one of the drawings: of three to twenty, the second largest.
        let typical = sorted[min((sorted.count - 1) * 95 / 100, sorted.count - 2)]
        return sorted.last { $0 <= typical * exception } ?? typical
    }
}
