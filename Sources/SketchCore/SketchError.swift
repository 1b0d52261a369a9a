/// Why no model can use a drawing.
public enum SketchError: Error, Equatable, Sendable, CustomStringConvertible {
    case tooFewPoints(source: String, count: Int)
    /// A path longer than `Sketch.longestPath`, in pixels of the data set's canvas.
    case tooLong(source: String, pixels: Double)

    /// A sentence without its full stop.
    public var description: String {
        switch self {
        case .tooFewPoints(let source, let count):
            "\(source) has \(count) point\(count == 1 ? "" : "s"); a drawing needs at least 2"
        case .tooLong(let source, let pixels):
            "\(source) has \(Int(min(pixels, 1e15).rounded())) pixels of line on a 255-pixel canvas; the limit for a model is "
                + "\(Sketch.longestPath)"
        }
    }
}
