import SketchCore
import SketchTraining

extension LossLog {
    /// A value by step, where it was logged.
    func points(_ value: (Entry) -> Double?) -> [Point] {
        entries.compactMap { entry in value(entry).map { Point(x: Double(entry.step), y: $0) } }
    }

    /// Each point's mean over the 21 points around it.
    func smoothed(_ value: (Entry) -> Double?) -> [Point] {
        let points = points(value)
        return points.indices.map { index in
            let part = points[max(index - 10, 0)...min(index + 10, points.count - 1)]
            return Point(x: points[index].x, y: part.reduce(0) { $0 + $1.y } / Double(part.count))
        }
    }
}
