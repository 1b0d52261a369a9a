import SketchCore
import SketchRendering

/// From one drawing to the next and back again.
extension InterpolateJob {
    /// The animation of decoded paths, one per pair of inputs: each begins and ends at its inputs.
    func animation(of paths: [[Sketch]], at positions: [Double], inputs: [Sketch]) -> Animation {
        var keys: [Animation.Key] = []
        for (pair, path) in paths.enumerated() {
            keys.append(Animation.Key(inputs[pair], isHeld: true))
            keys += zip(positions, path).map { Animation.Key($1, colour: colour(at: $0)) }
        }
        keys += inputs.suffix(1).map { Animation.Key($0, isHeld: true) }
        return animation(keys, .morph, seconds: Self.secondsPerPath * Double(2 * paths.count))
    }

    /// The default length of the way from one drawing to another.
    static let secondsPerPath = 3.0

    /// - Throws: `UsageError` unless there is one row.
    func checkAnimatedRows() throws {
        if rows > 1 { throw UsageError("--rows \(rows): an animation has one row.") }
        if models.count > 1 { throw UsageError("\(models.count) models were given; an animation has one.") }
    }
}
