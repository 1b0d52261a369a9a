import Foundation
import SketchInference

/// Complete commands, from the start to the end of the process.
enum WholeCommands {
    static func measure(_ report: inout Report, _ options: SpeedBenchmark.Options) throws {
        guard FileManager.default.isExecutableFile(atPath: options.studio),
            FileManager.default.fileExists(atPath: "examples/cat.json")
        else {
            report.note("Complete commands were skipped: build 'studio' and run this in the root of the repository.")
            return
        }
        let drawings = ["examples/cat.json", "examples/pig.json"]
        let picture = options.output + "/interpolation"
        let sheet = ["interpolate"] + drawings + ["--steps", "10", "--output"]
        let commands = [
            ("studio --version", ["--version"]),
            ("studio interpolate A B --steps 10, PNG", sheet + [picture + ".png"]),
            ("studio interpolate A B --steps 10, SVG", sheet + [picture + ".svg"]),
            ("studio encode A B, JSON", ["encode"] + drawings),
        ]
        defer { for ending in [".png", ".svg"] { try? FileManager.default.removeItem(atPath: picture + ending) } }
        var runs: [String: [Child]] = [:]
        for round in 0...max(options.rounds, 15) {
            for (name, arguments) in commands {
                let child = try Child.run([options.studio] + arguments)
                if round > 0, child.status == 0 { runs[name, default: []].append(child) }
            }
        }
        func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
        for (name, _) in commands {
            guard let own = runs[name] else { continue }
            report.add("commands", name, median(own.map(\.wall)) * 1e3, "ms")
            report.add("commands", name + ": processor time", median(own.map(\.processor)) * 1e3, "ms")
            report.add("commands", name + ": peak memory", median(own.map { Double($0.peak) }) / 1e6, "MB")
        }
        if let hyperfine = hyperfine(options, commands[1].1) { report.note(hyperfine) }
    }

    /// The same measured by hyperfine, if it is installed.
    private static func hyperfine(_ options: SpeedBenchmark.Options, _ arguments: [String]) -> String? {
        let command = ([options.studio] + arguments).joined(separator: " ")
        guard let run = try? Child.run(["hyperfine", "-N", "--warmup", "2", "--runs", "20", "--style", "basic", command]),
            run.status == 0
        else { return nil }
        let lines = run.output.split(separator: "\n").filter { $0.contains("Time") || $0.contains("Range") }
        return "`hyperfine` on the PNG sheet:\n\n```\n\(lines.joined(separator: "\n"))\n```"
    }
}
