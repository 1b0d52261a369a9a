import Foundation

/// A training step of each recurrent cell and its products, measured by `training-benchmark`.
enum TrainingCases {
    static func measure(_ report: inout Report, _ options: SpeedBenchmark.Options) throws {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("training-benchmark").path
        for cell in ["lstm", "layer_norm", "hyper"] {
            let run = try Child.run([program, "5", cell, options.python])
            guard run.status == 0 else {
                report.note("Training with the cell \(cell) was skipped: \(program) failed or is not built.")
                continue
            }
            report.note("Training, decoder cell \(cell):\n\n```\n\(run.output.trimmingCharacters(in: .newlines))\n```")
        }
    }
}
