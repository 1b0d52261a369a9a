import SketchCore
import SketchSupport

/// A loop of moving drawings on a square.
///
/// Its size, its line width and its colours are those of a sheet's cell: the drawings have one scale, centred.
public struct Animation: Hashable, Sendable {
    /// A drawing that the animation passes through.
    public struct Key: Hashable, Sendable {
        /// The drawing, in pixels of its model.
        public var sketch: Sketch
        /// The colour in the theme `paper`.
        public var colour: Colour
        /// Whether the animation rests at the drawing.
        public var isHeld: Bool

        /// Creates a key.
        public init(_ sketch: Sketch, colour: Colour = .black, isHeld: Bool = false) {
            self.sketch = sketch
            self.colour = colour
            self.isHeld = isHeld
        }
    }

    /// What happens between the keys.
    public enum Motion: Hashable, Sendable {
        /// Each drawing turns into the next, from the first to the last and back again.
        case morph
        /// Each drawing turns into the next, and the last into the first.
        case walk
        /// Each drawing is drawn in pen order.
        case draw
    }

    /// The drawings in the order of the animation, at least one.
    public var keys: [Key]
    /// What happens between them.
    public var motion: Motion
    /// The side of the picture, in pixels.
    public var size: Int
    /// Frames per second.
    public var framesPerSecond: Int
    /// The length of the loop, in seconds.
    public var seconds: Double
    /// Theme, background, line width and curves; other fields are for sheets.
    public var style: SheetStyle

    /// The ranges of size and rate.
    public static let sizes = 16...4096
    /// The frames per second that all formats can have.
    public static let rates = 1...50
    /// The lengths of a loop, in seconds.
    public static let lengths = 0.5...600
    /// The maximum number of pixels of all frames.
    static let maximumPixels = 2_000_000_000

    /// Creates an animation.
    public init(
        _ keys: [Key], motion: Motion, size: Int = 480, framesPerSecond: Int = 25, seconds: Double = 6,
        style: SheetStyle = SheetStyle()
    ) {
        self.keys = keys
        self.motion = motion
        self.size = size
        self.framesPerSecond = framesPerSecond
        self.seconds = seconds
        self.style = style
    }

    /// The number of frames of the loop.
    public var frameCount: Int { Int((seconds * Double(framesPerSecond)).rounded()) }

    /// Checks that the numbers are in range and that there are not too many frames.
    ///
    /// - Throws: `RenderingError.badStyle`, `.nothingToDraw` or `.tooManyFrames`.
    public func validate() throws {
        func check(_ good: Bool, _ setting: String, _ value: String, _ need: String) throws {
            if !good { throw RenderingError.badStyle(setting: setting, value: value, need: need) }
        }
        try style.validate()
        guard !keys.isEmpty else { throw RenderingError.nothingToDraw }
        try check(Self.sizes.contains(size), "size of the animation", "\(size)", "from 16 to 4096 pixels")
        try check(Self.rates.contains(framesPerSecond), "number of frames per second", "\(framesPerSecond)", "from 1 to 50")
        try check(
            Self.lengths.contains(seconds), "length of the animation", PlainNumber.text(seconds, decimals: 3),
            "from 0.5 to 600 seconds")
        guard frameCount * size * size <= Self.maximumPixels else {
            throw RenderingError.tooManyFrames(count: frameCount, size: size, limit: "2000 million pixels")
        }
        let least = timeline.leastFrames
        try check(frameCount >= least, "number of frames", "\(frameCount)", "at least \(least) for these drawings")
    }

    /// The line width, in pixels.
    var lineWidth: Double { style.lineWidth?.points ?? Double(size) * 0.012 }

    /// The margin around the drawings, in pixels.
    private var margin: Double { style.margin?.points ?? Double(size) * 0.08 }

    /// Returns the strokes of each key as lines on the picture, in pixels: at one scale, each centred.
    package func placedStrokes() -> [[[Point]]] {
        let sketches = keys.map { key in
            key.sketch.strokes.map { $0.filter(Bounds.isDrawable) }.filter { !$0.isEmpty }
        }
        let bounds = sketches.map { Bounds($0.lazy.joined()) }
        let extent = bounds.compactMap { $0?.extent }.max() ?? 0
        let room = max(Double(size) - 2 * margin - lineWidth, Double(size) / 10)
        let scale = extent > 1e-9 ? room / extent : 1
        return zip(sketches, bounds).map { strokes, bounds in
            guard let bounds else { return [] }
            let (x, y) = ((bounds.minX + bounds.maxX) / 2, (bounds.minY + bounds.maxY) / 2)
            let middle = Double(size) / 2
            return strokes.map { stroke in
                let placed = stroke.map { Point(x: middle + ($0.x - x) * scale, y: middle + ($0.y - y) * scale) }
                return style.hasCurves ? SmoothCurve.flattened(placed, tolerance: 0.05) : placed
            }
        }
    }

    /// The rests and changes of the loop.
    var timeline: AnimationTimeline {
        AnimationTimeline(
            motion, held: keys.indices.filter { keys[$0].isHeld }, keys: keys.count, frames: frameCount,
            rest: min(motion == .walk ? 0.4 : 0.6, seconds / 8) * Double(framesPerSecond))
    }
}
