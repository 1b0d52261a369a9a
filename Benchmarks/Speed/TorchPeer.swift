import Foundation

/// The same work in PyTorch, measured by `Benchmarks/peer_torch.py`.
enum TorchPeer {
    private struct Answer: Decodable {
        var missing: String?
        var torch, onnxruntime: String?
        var singleStep, batchStep, encodeOne, encodeBulk, trainingStep: Double?
        var singleStepONNX, batchStepONNX: Double?

        enum CodingKeys: String, CodingKey {
            case missing, torch, onnxruntime
            case singleStepONNX = "onnx_step_batch_1"
            case batchStepONNX = "onnx_step_batch_100"
            case singleStep = "step_batch_1"
            case batchStep = "step_batch_100"
            case encodeOne = "encode_one"
            case encodeBulk = "encode_bulk"
            case trainingStep = "training_step"
        }
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
        if let version = answer.onnxruntime { report.note("ONNX Runtime \(version): the network's step without sampling.") }
        func add(_ name: String, _ value: Double?, _ scale: Double, _ unit: String, _ against: String) {
            guard let value else { return }
            report.add("PyTorch", name, value * scale, unit, against: against)
        }
        add("PyTorch, one drawing, a step, 1 thread", answer.singleStep, 1e6, "us", DecodingCases.single)
        add("PyTorch, the same against F16 weights", answer.singleStep, 1e6, "us", DecodingCases.singleHalf)
        add("PyTorch, 100 drawings, a step, 2 threads", answer.batchStep, 1e6, "us", DecodingCases.many)
        add("ONNX Runtime, one drawing, a step, 1 thread", answer.singleStepONNX, 1e6, "us", DecodingCases.single)
        add("ONNX Runtime, the same against F16 weights", answer.singleStepONNX, 1e6, "us", DecodingCases.singleHalf)
        add("ONNX Runtime, 100 drawings, a step, 2 threads", answer.batchStepONNX, 1e6, "us", DecodingCases.many)
        add("PyTorch, one drawing encoded, 1 thread", answer.encodeOne, 1e3, "ms", EncodingCases.single)
        add("PyTorch, the same against F16 weights", answer.encodeOne, 1e3, "ms", EncodingCases.singleHalf)
        add(
            "PyTorch, drawings encoded in batches of 100, each, 2 threads", answer.encodeBulk, 1e3, "ms",
            EncodingCases.bulk)
        add("PyTorch, a training step (N 250, 100 drawings), 2 threads", answer.trainingStep, 1, "s", "")
    }
}
