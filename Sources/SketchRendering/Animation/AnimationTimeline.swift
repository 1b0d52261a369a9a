import Glibc

/// The timing of an animation: how many frames rest at each key, and how many lead from one key to the next.
package struct AnimationTimeline: Hashable {
    /// A picture of the loop.
    struct Step: Hashable {
        /// The key at which the change begins.
        var key: Int
        /// The share of the change to the next key, or of the key's drawing.
        var share: Double
        /// How long it is seen, in frames.
        var frames: Int
    }

    /// Keys between two rests, in the order in which they are passed.
    private struct Leg: Hashable {
        var first: Int
        var last: Int
        var isBackwards = false
    }

    private let motion: Animation.Motion
    private let legs: [Leg]
    private let frames: Int
    private let rest: Int

    /// - Parameters:
    ///   - held: the keys at which the animation rests; the first and the last one always are.
    ///   - keys: the number of keys.
    ///   - frames: the number of frames of the loop.
    ///   - rest: the frames of a rest, at most half of the loop in all.
    init(_ motion: Animation.Motion, held: [Int], keys: Int, frames: Int, rest: Double) {
        self.motion = motion
        self.frames = frames
        // The last key of a walk turns into the first, which is then the next of the same number.
        let last = motion == .walk ? keys : keys - 1
        let stops = Set(held + [0, last]).sorted()
        var legs = zip(stops, stops.dropFirst()).map { Leg(first: $0, last: $1) }
        switch motion {
        case .draw: legs = (0..<keys).map { Leg(first: ($0 + 1) % keys, last: ($0 + 1) % keys) }
        case .morph: legs += legs.reversed().map { Leg(first: $0.first, last: $0.last, isBackwards: true) }
        case .walk: break
        }
        self.legs = legs
        let most = Double(frames) / 2 / Double(max(legs.count, 1))
        self.rest = max(Int(min(rest, most).rounded()), 1)
    }

    /// The fewest frames with which each rest and each change are seen.
    var leastFrames: Int { max(2 * legs.count, 1) }

    /// Returns the pictures of the loop; a picture is seen for one frame, a rest for several. It begins with a rest at the
    /// first key.
    ///
    /// - Parameter efforts: how much changes from each key to the next, in any unit: the pace is as even as possible.
    func steps(efforts: [Double]) -> [Step] {
        guard !legs.isEmpty else { return [Step(key: 0, share: 0, frames: max(frames, 1))] }
        let moving = max((frames - legs.count * rest) / legs.count, 1)
        var steps: [Step] = []
        for leg in legs {
            let begin = leg.isBackwards ? leg.last : leg.first
            switch motion {
            case .draw:
                let previous = (leg.first + legs.count - 1) % legs.count
                steps.append(Step(key: previous, share: 1, frames: rest))
                steps += (1...moving).map { Step(key: leg.first, share: Double($0) / Double(moving + 1), frames: 1) }
            case .morph, .walk:
                steps.append(Self.rest(at: begin, of: efforts.count, frames: rest))
                for frame in 1...moving {
                    // The way back shows exactly the same pictures.
                    let number = leg.isBackwards ? moving + 1 - frame : frame
                    steps.append(Self.step(of: leg, at: Self.eased(Double(number) / Double(moving + 1)), efforts))
                }
            }
        }
        // The remainder.
        steps[0].frames += max(frames - legs.count * (rest + moving), 0)
        return steps
    }

    /// A rest, or one change within a leg, in continuous time.
    package struct Span: Hashable {
        /// The key at which the change begins.
        var key: Int
        /// The shares of the change at the beginning and at the end.
        var shares: (from: Double, to: Double)
        /// Beginning and end, as shares of the loop.
        package var times: (from: Double, to: Double)
        /// How fast the share changes at the beginning and at the end; 1 is an even pace.
        var pace: (from: Double, to: Double) = (1, 1)

        package static func == (a: Span, b: Span) -> Bool { a.key == b.key && a.shares == b.shares && a.times == b.times }
        package func hash(into hasher: inout Hasher) { hasher.combine(key) }
    }

    /// Returns the loop without frames, for lines that a viewer moves by itself.
    func spans(efforts: [Double]) -> [Span] {
        let moving = max((frames - legs.count * rest) / legs.count, 1)
        let loop = Double(max(frames, legs.count * (rest + moving)))
        var now = loop - Double(legs.count * (rest + moving))
        var spans: [Span] = []
        func add(_ key: Int, _ shares: (Double, Double), frames: Double, pace: (Double, Double) = (1, 1)) {
            let begin = spans.isEmpty ? 0 : now
            now += frames
            spans.append(Span(key: key, shares: shares, times: (begin / loop, min(now / loop, 1)), pace: pace))
        }
        for leg in legs {
            if motion == .draw {
                add((leg.first + legs.count - 1) % legs.count, (1, 1), frames: Double(rest))
                add(leg.first, (0, 1), frames: Double(moving))
                continue
            }
            let stop = Self.rest(at: leg.isBackwards ? leg.last : leg.first, of: efforts.count, frames: rest)
            add(stop.key, (stop.share, stop.share), frames: Double(rest))
            let weights = Self.weights(efforts[leg.first..<leg.last])
            let total = weights.reduce(0, +)
            var (ends, sum) = ([0.0], 0.0)
            for weight in weights {
                sum += weight
                ends.append(Self.time(ofEased: min(sum / total, 1)))
            }
            let order = Array(weights.indices)
            for index in leg.isBackwards ? order.reversed() : order {
                let (start, end) = (ends[index], ends[index + 1])
                let factor = total / weights[index] * (end - start)
                let pace = (factor * Self.pace(at: start), factor * Self.pace(at: end))
                add(
                    leg.first + index, leg.isBackwards ? (1, 0) : (0, 1), frames: (end - start) * Double(moving),
                    pace: leg.isBackwards ? (pace.1, pace.0) : pace)
            }
        }
        return spans
    }

    /// The time, from 0 to 1, at which the eased share is reached.
    private static func time(ofEased share: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if eased(middle) < share { low = middle } else { high = middle }
        }
        return share >= 1 ? 1 : (low + high) / 2
    }

    private static func pace(at time: Double) -> Double { 0.85 * .pi / 2 * sin(time * .pi) + 0.15 }

    /// The share of a leg's time for each of its changes. A small change has a minimum.
    private static func weights(_ efforts: ArraySlice<Double>) -> [Double] {
        let mean = efforts.reduce(0, +) / Double(efforts.count)
        return efforts.map { mean > 0 ? $0 + mean / 4 : 1 }
    }

    private static func rest(at key: Int, of changes: Int, frames: Int) -> Step {
        key < changes ? Step(key: key, share: 0, frames: frames) : Step(key: changes - 1, share: 1, frames: frames)
    }

    private static func step(of leg: Leg, at place: Double, _ efforts: [Double]) -> Step {
        let weights = weights(efforts[leg.first..<leg.last])
        var left = place * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            if left <= weight || index == weights.count - 1 {
                return Step(key: leg.first + index, share: min(max(left / weight, 0), 1), frames: 1)
            }
            left -= weight
        }
        return Step(key: leg.last - 1, share: 1, frames: 1)
    }

    /// Slow at both ends: half a cosine wave, mixed with an even pace.
    private static func eased(_ share: Double) -> Double { 0.85 * (1 - cos(share * .pi)) / 2 + 0.15 * share }
}
