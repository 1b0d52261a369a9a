import Foundation

/// Times cases in turn, round after round, so that other load on the machine affects all of them alike.
struct Rounds {
    /// A case's times in seconds, one per round.
    struct Times: Sendable {
        var seconds: [Double] = []

        var median: Double { seconds.sorted()[seconds.count / 2] }
    }

    struct Case {
        var name: String
        var body: () throws -> Void
    }

    /// Runs every case once to fill the caches, then `count` rounds of all cases.
    static func run(_ count: Int, _ cases: [Case]) throws -> [String: Times] {
        var times: [String: Times] = [:]
        for round in 0...count {
            for item in cases {
                let start = ContinuousClock.now
                try item.body()
                let elapsed = (ContinuousClock.now - start) / .seconds(1)
                guard round > 0 else { continue }
                times[item.name, default: Times()].seconds.append(elapsed)
            }
        }
        return times
    }
}
