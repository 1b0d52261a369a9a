import Foundation
import SketchCore
import SketchInference
import SketchRendering

/// A decoder's time by hidden size, batch size and number of steps, as numbers and as a plot.
enum CostCurves {
    static func measure(_ report: inout Report, _ options: SpeedBenchmark.Options) throws {
        let rounds = max(3, options.rounds / 2)
        func microseconds(_ decoder: SketchDecoder, batch: Int, steps: Int, threads: Int) throws -> Double {
            let requests = PaperModel.requests(batch)
            let times = try Rounds.run(
                rounds,
                [
                    .init(name: "") { _ = try decoder.decode(requests, length: .steps(steps), threads: threads) }
                ])
            return (times[""]?.median ?? .infinity) * 1e6
        }
        var bySize: [(label: String, points: [Point])] = []
        for (label, isHalf) in [("F32", false), ("F16", true)] {
            let points = try [128, 256, 512, 1024, 2048].map { size in
                let decoder = try SketchDecoder(PaperModel.make(decoder: size, isHalf: isHalf, isQuick: true))
                let time = try microseconds(decoder, batch: 1, steps: 40, threads: 1) / 40
                report.add("cost", "a step, 1 drawing, \(size) units, \(label)", time, "us")
                return Point(x: Double(size), y: time)
            }
            bySize.append((label, points))
        }
        let decoder = try SketchDecoder(PaperModel.make())
        var byBatch: [(label: String, points: [Point])] = []
        for threads in [1, 2] {
            let points = try [1, 2, 4, 8, 16, 32, 64, 128, 256].map { batch in
                let time = try microseconds(decoder, batch: batch, steps: 20, threads: threads) / 20 / Double(batch)
                report.add("cost", "a step of one drawing in \(batch), \(threads) threads", time, "us")
                return Point(x: Double(batch), y: time)
            }
            byBatch.append((threads == 1 ? "1 thread" : "2 threads", points))
        }
        let bySteps = try [10, 50, 100, 150, 200, 250].map { steps in
            let time = try microseconds(decoder, batch: 1, steps: steps, threads: 1) / 1e3
            report.add("cost", "1 drawing of \(steps) steps", time, "ms")
            return Point(x: Double(steps), y: time)
        }
        func panel(_ title: String, _ lines: [(label: String, points: [Point])]) -> LinePlot.Panel {
            LinePlot.Panel(
                title: title,
                series: zip(lines, [Palette.blue, Palette.red]).map {
                    .init(label: $0.label, colour: $1, points: $0.points)
                })
        }
        let plot = LinePlot(
            panels: [
                panel("µs a step, by decoder units", bySize),
                panel("µs a step and drawing, by drawings in a batch", byBatch),
                panel("ms a drawing, by steps", [("", bySteps)]),
            ], axis: "")
        try plot.write(
            to: options.output + "/cost.svg", recipe: Recipe(version: "", command: "speed-benchmark --only cost"))
    }
}
