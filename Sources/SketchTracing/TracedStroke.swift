import SketchCore

/// A line as the pen may have drawn it.
struct TracedStroke {
    var points: [Point]
    var isClosed: Bool
    /// Whether the first and the last point are ends of the ink, rather than places on another line.
    var startsFree = false
    var endsFree = false

    var reversed: TracedStroke {
        var result = self
        result.points.reverse()
        (result.startsFree, result.endsFree) = (endsFree, startsFree)
        return result
    }
}
