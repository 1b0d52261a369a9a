import Foundation

/// The same work in PyTorch, measured by `Benchmarks/peer_torch.py`.
enum TorchPeer {
    private struct Answer: Decodable {
        var missing: String?
        var torch: String?
        var step_batch_1, step_batch_100, encode_one, encode_bulk, training_step: Double?
    }

    static func measure(_ report: inout Report, _ options: SpeedBenchmark.Options) throws {
        let script = "Benchmarks/peer_torch.py"
        guard FileManager.default.fileExists(atPath: script) else {
            report.note("PyTorch was skipped: \(script) is missing; run this in the root of the repository.")
            return
        }
        let run = try Child.run([options.python, script, "--threads", "2"])
        guard run.status == 0, let answer = try? JSONDecoder().decode(Answer.self, from: Data(run.output.utf8)) else {
            report.note("PyTorch was skipped: \(options.python) \(script) failed.")
            return
        }
        if let missing = answer.missing {
            report.note("PyTorch was skipped: \(missing).")
            return
        }
        report.note("PyTorch \(answer.torch ?? ""), \(script).")
        func add(_ name: String, _ value: Double?, _ scale: Double, _ unit: String, _ against: String) {
            guard let value else { return }
            report.add("PyTorch", name, value * scale, unit, against: against)
        }
        add("PyTorch, one drawing, a step, 1 thread", answer.step_batch_1, 1e6, "us", DecodingCases.single)
        add("PyTorch, the same against F16 weights", answer.step_batch_1, 1e6, "us", DecodingCases.singleHalf)
        add("PyTorch, 100 drawings, a step, 2 threads", answer.step_batch_100, 1e6, "us", DecodingCases.many)
        add("PyTorch, one drawing encoded, 1 thread", answer.encode_one, 1e3, "ms", EncodingCases.single)
        add("PyTorch, the same against F16 weights", answer.encode_one, 1e3, "ms", EncodingCases.singleHalf)
        add(
            "PyTorch, drawings encoded in batches of 100, each, 2 threads", answer.encode_bulk, 1e3, "ms",
            EncodingCases.bulk)
        add("PyTorch, a training step (N 250, 100 drawings), 2 threads", answer.training_step, 1, "s", "")
    }
}
