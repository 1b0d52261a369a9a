import Foundation
import SketchInference

/// `studio encode` with many drawings, and with half of them: time grows with their number, memory does not.
enum ScaleCases {
    static func measure(_ report: inout Report, _ options: SpeedBenchmark.Options) throws {
        let folder = options.output + "/scale"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let lines = try options.data.isEmpty ? made(20_000) : read(options.data)
        let parts = [("half", lines.count / 2), ("all", lines.count)]
        for (name, count) in parts {
            try Data((lines.prefix(count).joined(separator: "\n") + "\n").utf8)
                .write(to: URL(fileURLWithPath: "\(folder)/\(name).ndjson"))
        }
        for threads in [1, 2] {
            for (name, count) in parts {
                let run = try Child.run([
                    options.studio, "encode", "\(folder)/\(name).ndjson", "--output", "\(folder)/out.npy", "--threads",
                    "\(threads)", "--quiet",
                ])
                guard run.status == 0 else {
                    report.note("Encoding \(count) drawings failed.")
                    continue
                }
                let label = "encode \(count) drawings to .npy, \(threads) thread\(threads > 1 ? "s" : "")"
                report.add("scale", label, Double(count) / run.wall, "drawings/s")
                report.add("scale", label + ": wall", run.wall, "s")
                report.add("scale", label + ": peak memory", Double(run.peak) / 1e6, "MB")
            }
        }
    }

    private static func read(_ files: [String]) throws -> [Substring] {
        try files.flatMap { try String(contentsOfFile: $0, encoding: .utf8).split(separator: "\n") }
    }

    /// Random walks of 20 to 100 points in the format of Quick, Draw!.
    private static func made(_ count: Int) -> [Substring] {
        (0..<count).map { index in
            var random = PhiloxSequence(seed: 3, stream: UInt64(index))
            let points = 20 + index % 81
            func walk() -> String {
                var place = 128
                return (0..<points).map { _ in
                    place = min(max(place + Int(random.next() % 41) - 20, 0), 255)
                    return String(place)
                }.joined(separator: ",")
            }
            return Substring("{\"word\":\"walk\",\"drawing\":[[[\(walk())],[\(walk())]]]}")
        }
    }
}
