import CCeilings
import Dispatch
import SketchInference

/// The machine's limits, measured in the same run.
enum Ceilings {
    static let arithmetic = "multiply-adds between registers, 1 thread"
    static let memory = "reading 4 MiB in order, 1 thread"

    static func measure(_ report: inout Report, _ options: SpeedBenchmark.Options) throws {
        let rounds = 400_000
        let buffers = [[Float]](repeating: [Float](repeating: 0, count: 1 << 20), count: 2)
        let passes = 40
        let times = try Rounds.run(
            options.rounds,
            [
                .init(name: "multiply 1") { _ = ceiling_multiply(rounds) },
                .init(name: "multiply 2") {
                    DispatchQueue.concurrentPerform(iterations: 2) { _ in _ = ceiling_multiply(rounds) }
                },
                .init(name: "read 1") { for _ in 0..<passes { _ = ceiling_read(buffers[0], 1 << 20) } },
                .init(name: "read 2") {
                    DispatchQueue.concurrentPerform(iterations: 2) { worker in
                        for _ in 0..<passes { _ = ceiling_read(buffers[worker], 1 << 20) }
                    }
                },
            ])
        let flops = Double(rounds) * ceiling_flops_a_round()
        let bytes = Double(passes << 22)
        func rate(_ name: String, _ amount: Double) -> Double { amount / (times[name]?.median ?? .infinity) / 1e9 }
        report.add("ceilings", arithmetic, rate("multiply 1", flops), "GFLOP/s")
        report.add("ceilings", "the same, 2 threads", rate("multiply 2", 2 * flops), "GFLOP/s", against: arithmetic)
        report.add("ceilings", memory, rate("read 1", bytes), "GB/s")
        report.add("ceilings", "the same, 2 threads at once", rate("read 2", 2 * bytes), "GB/s", against: memory)
    }
}
