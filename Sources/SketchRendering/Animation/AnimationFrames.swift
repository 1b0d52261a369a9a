import SketchCore

/// The pictures of an animation: strokes in pixels, with a colour and a time.
package struct AnimationFrames {
    /// One picture.
    package struct Frame: Hashable {
        package var strokes: [[Point]]
        package var ink: Colour
        /// How long it is seen, in frames of the loop.
        package var frames: Int
    }

    /// A change from one key to the next, or a drawing that is drawn.
    enum Change: Hashable {
        case morph(SketchMorph)
        case draw(PenPath)
    }

    let animation: Animation
    let steps: [AnimationTimeline.Step]
    /// By key.
    let changes: [Change]
    /// The colours of the keys in the theme.
    private let inks: [Colour]
    let paper: Colour

    /// The greatest distance of a line from its exact place, in pixels.
    private static let tolerance = 0.15

    /// - Throws: as `Animation.validate`.
    package init(_ animation: Animation) throws {
        try animation.validate()
        self.animation = animation
        let strokes = animation.placedStrokes()
        let theme = animation.style.theme
        inks = animation.keys.map { theme.line($0.colour) }
        paper = theme.background
        switch animation.motion {
        case .draw:
            changes = strokes.map { .draw(PenPath($0)) }
            steps = animation.timeline.steps(efforts: [])
        case .morph, .walk:
            let next = Array(strokes.dropFirst()) + (animation.motion == .walk ? Array(strokes.prefix(1)) : [])
            var morphs = zip(strokes, next).map { SketchMorph(from: $0, to: $1, tolerance: Self.tolerance) }
            if morphs.isEmpty { morphs = [SketchMorph(from: strokes[0], to: strokes[0])] }
            steps = animation.timeline.steps(efforts: morphs.map(\.longestMove))
            changes = morphs.map { .morph($0) }
        }
    }

    package var count: Int { steps.count }

    /// Returns a picture.
    package subscript(index: Int) -> Frame {
        let step = steps[index]
        let strokes: [[Point]]
        switch changes[step.key] {
        case .morph(let morph): strokes = morph.strokes(at: step.share)
        case .draw(let path): strokes = path.strokes(at: step.share)
        }
        return Frame(strokes: strokes, ink: ink(of: step), frames: step.frames)
    }

    /// The colour of a picture.
    func ink(of step: AnimationTimeline.Step) -> Colour {
        guard animation.motion != .draw else { return inks[step.key] }
        return Palette.linear(from: inks[step.key], to: inks[(step.key + 1) % inks.count], fraction: step.share)
    }

    /// The greatest distance that a point moves from one picture to the next, in pixels, also from the last to the first.
    package func largestMove() -> Double {
        zip(steps, steps.dropFirst() + steps.prefix(1)).reduce(0) { largest, pair in
            let (step, next) = pair
            guard step.key != next.key else { return max(largest, abs(next.share - step.share) * effort(step.key)) }
            // By way of the drawing where one change ends and the other begins.
            let (end, start) = step.key < next.key || next.share < 0.5 ? (1.0, 0.0) : (0.0, 1.0)
            let move = abs(end - step.share) * effort(step.key) + abs(next.share - start) * effort(next.key)
            return max(largest, move)
        }
    }

    private func effort(_ key: Int) -> Double { if case .morph(let morph) = changes[key] { morph.longestMove } else { 0 } }
}

/// The strokes of a drawing along the pen's way.
struct PenPath: Hashable {
    let strokes: [[Point]]
    /// When each stroke begins and ends, as shares of the whole.
    let times: [(start: Double, end: Double)]

    static func == (a: PenPath, b: PenPath) -> Bool { a.strokes == b.strokes }
    func hash(into hasher: inout Hasher) { hasher.combine(strokes) }

    /// The pen moves this much faster when it is lifted.
    private static let travel = 0.35

    init(_ strokes: [[Point]]) {
        self.strokes = strokes
        func length(_ a: Point, _ b: Point) -> Double {
            ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
        }
        var (times, now, last) = ([(start: Double, end: Double)](), 0.0, strokes.first?.first)
        for stroke in strokes {
            guard let first = stroke.first, let end = stroke.last else { continue }
            now += length(last ?? first, first) * Self.travel
            // A dot has its time, too.
            let duration = zip(stroke, stroke.dropFirst()).reduce(2) { $0 + length($1.0, $1.1) }
            times.append((now, now + duration))
            now += duration
            last = end
        }
        let total = now
        self.times = times.map { (total > 0 ? $0.start / total : 0, total > 0 ? $0.end / total : 1) }
    }

    /// Returns what is drawn at a share of the time.
    func strokes(at share: Double) -> [[Point]] {
        zip(strokes, times).compactMap { stroke, time in
            SketchMorph.beginning(of: stroke, (share - time.start) / max(time.end - time.start, 1e-9))
        }
    }
}
