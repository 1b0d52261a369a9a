/// A drawing that no model can use.
public enum SketchError: Error, Equatable, Sendable, CustomStringConvertible {
    case tooFewPoints(source: String, count: Int)
    /// A pen path, in pixels of the data set's canvas, too long to be simplified.
    case tooLong(source: String, pixels: Double)

    public var description: String {
        switch self {
        case .tooFewPoints(let source, let count):
            "\(source) has \(count) point\(count == 1 ? "" : "s"); a drawing needs at least two"
        case .tooLong(let source, let pixels):
            "\(source) is a way of \(Int(min(pixels, 1e15).rounded())) pixels on a canvas of 255, and at most "
                + "\(Sketch.longestWay) are simplified for a model; leave out fillings and hatchings"
        }
    }
}
