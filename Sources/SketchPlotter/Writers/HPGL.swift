import SketchCore
import SketchRendering

/// Writes a plan as HPGL: whole units of 0.025 mm, y up.
enum HPGL {
    /// Plotter units per millimetre.
    private static let units = 40.0
    /// The points of one PD instruction: some plotters have a small buffer.
    private static let pointsInLine = 60

    static func text(_ plan: PlotterPlan, _ profile: PlotterProfile) -> String {
        let home = profile.home(width: plan.width, height: plan.height)
        func place(_ point: Point) -> String {
            let x = Int(((point.x - home.x) * units).rounded(.toNearestOrAwayFromZero))
            let y = Int(((home.y - point.y) * units).rounded(.toNearestOrAwayFromZero))
            return "\(x),\(y)"
        }
        // Centimetres per second, in the range of HPGL.
        let speed = min(max(Int((profile.feed / 600).rounded()), 1), 127)
        var text = "IN;\nVS\(speed);\n"
        for layer in plan.layers {
            text += "SP\(layer.pen);\n"
            for stroke in layer.strokes {
                var places: [String] = []
                for point in stroke.map(place) where point != places.last { places.append(point) }
                guard let first = places.first else { continue }
                text += "PU\(first);\n"
                // A dot.
                if places.count == 1 { text += "PD;\n" }
                for start in stride(from: 1, to: places.count, by: pointsInLine) {
                    text += "PD" + places[start..<min(start + pointsInLine, places.count)].joined(separator: ",") + ";\n"
                }
                text += "PU;\n"
            }
        }
        return text + "SP0;\n"
    }
}
