import COpenBLAS
import Dispatch
import SketchInference

/// Decoder steps at the paper's sizes, everything included: products, gates, mixture density, sampling.
enum DecodingCases {
    static let steps = 60
    static let single = "one drawing, a step, F32, 1 thread"
    static let singleHalf = "one drawing, a step, F16, 1 thread"
    static let many = "100 drawings, a step, F32, 2 threads"

    static func measure(_ report: inout Report, _ options: SpeedBenchmark.Options) throws {
        let model = try PaperModel.make()
        let half = try PaperModel.make(isHalf: true)
        let decoder = try SketchDecoder(model)
        let halfDecoder = try SketchDecoder(half)
        let one = try BareProducts(model: model, batch: 1)
        let halfOne = try BareProducts(model: half, batch: 1)
        let hundred = try BareProducts(model: model, batch: 100)
        nonisolated(unsafe) let pair = try (0..<2).map { _ in try BareProducts(model: model, batch: 50) }
        let single = PaperModel.requests(1)
        let many = PaperModel.requests(100)
        let hasOpenBLAS = openblas_load() == nil
        func decode(_ decoder: SketchDecoder, _ requests: [DecodeRequest], _ threads: Int) throws {
            _ = try decoder.decode(requests, length: .steps(steps), threads: threads)
        }
        var cases: [Rounds.Case] = [
            .init(name: "its products alone, F32") { one.run(steps: steps) },
            .init(name: Self.single) { try decode(decoder, single, 1) },
            .init(name: "its products alone, F16") { halfOne.run(steps: steps) },
            .init(name: singleHalf) { try decode(halfDecoder, single, 1) },
            .init(name: "100 rows' products alone, 1 thread") { hundred.run(steps: steps) },
            .init(name: "100 drawings, a step, F32, 1 thread") { try decode(decoder, many, 1) },
            .init(name: "100 rows' products alone, 2 threads") {
                DispatchQueue.concurrentPerform(iterations: 2) { pair[$0].run(steps: steps) }
            },
            .init(name: Self.many) { try decode(decoder, many, 2) },
            .init(name: "100 drawings, a step, F16, 2 threads") { try decode(halfDecoder, many, 2) },
        ]
        if hasOpenBLAS {
            cases.append(.init(name: "1 row's products by OpenBLAS, 1 thread") { one.runOpenBLAS(steps: steps) })
            cases.append(
                .init(name: "100 rows' products by OpenBLAS, 2 threads") {
                    DispatchQueue.concurrentPerform(iterations: 2) { pair[$0].runOpenBLAS(steps: steps) }
                })
        }
        let times = try Rounds.run(options.rounds, cases)
        let held = [
            Self.single: "its products alone, F32", singleHalf: "its products alone, F16",
            "100 drawings, a step, F32, 1 thread": "100 rows' products alone, 1 thread",
            Self.many: "100 rows' products alone, 2 threads",
            "100 drawings, a step, F16, 2 threads": "100 rows' products alone, 2 threads",
            "1 row's products by OpenBLAS, 1 thread": "its products alone, F32",
            "100 rows' products by OpenBLAS, 2 threads": "100 rows' products alone, 2 threads",
        ]
        for item in cases {
            let time = times[item.name]?.median ?? .infinity
            report.add("decoding", item.name, time / Double(steps) * 1e6, "us", against: held[item.name])
        }
        if hasOpenBLAS { report.note("OpenBLAS has chosen its kernels for \(String(cString: openblas_get_corename())).") }
        let fast = times["100 rows' products alone, 1 thread"]?.median ?? .infinity
        report.add(
            "decoding", "those products' rate, 1 thread", hundred.flops * Double(steps) / fast / 1e9, "GFLOP/s",
            against: Ceilings.arithmetic)
        let bytes = 4 * Double(512 * 2048 + 512 * 123 + 5 * 2048)
        let alone = times["its products alone, F32"]?.median ?? .infinity
        report.add(
            "decoding", "one row's reading of weights, F32", bytes * Double(steps) / alone / 1e9, "GB/s",
            against: Ceilings.memory)
    }
}
