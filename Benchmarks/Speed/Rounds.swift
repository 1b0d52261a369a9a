import Foundation

/// Cases timed in turn, round after round, so that a noisy machine disturbs all of them alike.
struct Rounds {
    /// A case's times in seconds, one a round.
    struct Times: Sendable {
        var seconds: [Double] = []
        /// Processor time of all threads together, which a busy machine disturbs least.
        var processorSeconds: [Double] = []

        var median: Double { seconds.sorted()[seconds.count / 2] }
        var processorMedian: Double { processorSeconds.sorted()[processorSeconds.count / 2] }
        var fastest: Double { seconds.min() ?? .infinity }
    }

    struct Case {
        var name: String
        var body: () throws -> Void
    }

    /// Runs every case once to fill caches, then `count` rounds of all.
    static func run(_ count: Int, _ cases: [Case]) throws -> [String: Times] {
        var times: [String: Times] = [:]
        for round in 0...count {
            for item in cases {
                let (start, busy) = (ContinuousClock.now, processorTime())
                try item.body()
                let elapsed = (ContinuousClock.now - start) / .seconds(1)
                guard round > 0 else { continue }
                times[item.name, default: Times()].seconds.append(elapsed)
                times[item.name]?.processorSeconds.append(processorTime() - busy)
            }
        }
        return times
    }

    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
