import SketchInference

/// Encoding of drawings, one at a time and many at once.
enum EncodingCases {
    static let single = "one drawing of 60 rows, F32, 2 threads"
    static let singleHalf = "one drawing of 60 rows, F16, 2 threads"
    static let bulk = "500 drawings of 20 to 100 rows, each, F32, 2 threads"

    static func measure(_ report: inout Report, _ options: SpeedBenchmark.Options) throws {
        let encoder = try SketchEncoder(PaperModel.make())
        let half = try SketchEncoder(PaperModel.make(isHalf: true))
        let one = PaperModel.drawings(lengths: [60])
        let lengths = (0..<500).map { 20 + $0 % 81 }
        let many = PaperModel.drawings(lengths: lengths)
        let times = try Rounds.run(
            options.rounds,
            [
                .init(name: "one drawing of 60 rows, F32, 1 thread") { _ = try encoder.encode(rows: one, threads: 1) },
                .init(name: single) { _ = try encoder.encode(rows: one, threads: 2) },
                .init(name: singleHalf) { _ = try half.encode(rows: one, threads: 2) },
                .init(name: "500 drawings of 20 to 100 rows, each, F32, 1 thread") {
                    _ = try encoder.encode(rows: many, threads: 1)
                },
                .init(name: bulk) { _ = try encoder.encode(rows: many, threads: 2) },
                .init(name: "500 drawings of 20 to 100 rows, each, F16, 2 threads") {
                    _ = try half.encode(rows: many, threads: 2)
                },
            ])
        for (name, time) in times.sorted(by: { $0.key > $1.key }) {
            report.add("encoding", name, time.median / (name.hasPrefix("one") ? 1 : 500) * 1e3, "ms")
        }
        // Two directions, each with the recurrent and the input product of every row.
        let flops = 2 * 2 * Double(lengths.reduce(0, +) * (256 + 5) * 1024)
        report.add(
            "encoding", "the products' rate in it, 2 threads",
            flops / (times[bulk]?.median ?? .infinity) / 1e9, "GFLOP/s", against: "the same, 2 threads")
    }
}
