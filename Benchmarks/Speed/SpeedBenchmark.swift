import Dispatch
import Foundation
import SketchData
import SketchInference

@main
struct SpeedBenchmark {
    static func main() throws {
        let rounds = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 9
        let steps = 60
        let model = try PaperModel.make()
        let half = try PaperModel.make(isHalf: true)
        let decoder = try BatchDecoder(model)
        let halfDecoder = try BatchDecoder(half)
        let one = try BareProducts(model: model, batch: 1)
        let halfOne = try BareProducts(model: half, batch: 1)
        let fifty = try (0..<2).map { _ in try BareProducts(model: model, batch: 50) }
        let hundred = try BareProducts(model: model, batch: 100)
        let single = PaperModel.requests(1), many = PaperModel.requests(100)
        let encoder = try SketchEncoder(model), halfEncoder = try SketchEncoder(half)
        let lone = PaperModel.drawings(lengths: [60]), bulk = PaperModel.drawings(lengths: (0..<480).map { 20 + $0 % 81 })
        let ragged = PaperModel.requests(400)
        let end = DecodeLength.untilEnd(limit: 250)
        let rows = try decoder.decode(ragged, length: end, threads: 2).map { $0.stroke5.count }
        print("ragged", rows.reduce(0, +), rows.max() ?? 0)
        nonisolated(unsafe) let pair = fifty
        let times = try Rounds.run(rounds, [
            .init(name: "bare 1 F32") { one.run(steps: steps) },
            .init(name: "step 1 F32") { _ = try decoder.decode(single, length: .steps(steps), threads: 1) },
            .init(name: "bare 1 F16") { halfOne.run(steps: steps) },
            .init(name: "step 1 F16") { _ = try halfDecoder.decode(single, length: .steps(steps), threads: 1) },
            .init(name: "bare 100 1t") { hundred.run(steps: steps) },
            .init(name: "step 100 1t") { _ = try decoder.decode(many, length: .steps(steps), threads: 1) },
            .init(name: "step 100 1t F16") { _ = try halfDecoder.decode(many, length: .steps(steps), threads: 1) },
            .init(name: "bare 100 2t") { DispatchQueue.concurrentPerform(iterations: 2) { pair[$0].run(steps: steps) } },
            .init(name: "step 100 2t") { _ = try decoder.decode(many, length: .steps(steps), threads: 2) },
            .init(name: "encode 1 1t (x60)") { _ = try encoder.encode(lone, threads: 1) },
            .init(name: "encode 1 2t (x60)") { _ = try encoder.encode(lone, threads: 2) },
            .init(name: "encode 1 1t F16 (x60)") { _ = try halfEncoder.encode(lone, threads: 1) },
            .init(name: "encode 480 1t (x60)") { _ = try encoder.encode(bulk, threads: 1) },
            .init(name: "encode 480 2t (x60)") { _ = try encoder.encode(bulk, threads: 2) },
            .init(name: "ragged 400 1t") { _ = try decoder.decode(ragged, length: end, threads: 1) },
        ])
        for (name, time) in times.sorted(by: { $0.key < $1.key }) {
            print(name, String(format: "median %.1f us cpu %.1f fastest %.1f us a step", time.median / Double(steps) * 1e6, time.processorMedian / Double(steps) * 1e6, time.fastest / Double(steps) * 1e6))
        }
    }
}
