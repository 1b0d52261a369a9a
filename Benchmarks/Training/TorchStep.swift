import Foundation

/// PyTorch's training step, one at a time, in a child process: `Benchmarks/peer_torch.py --serve`.
final class TorchStep {
    private let process = Process()
    private let (input, output) = (Pipe(), Pipe())
    /// The version.
    private(set) var version = ""

    /// Nil if this Python has no PyTorch.
    init?(python: String) {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, "Benchmarks/peer_torch.py", "--serve"]
        process.standardInput = input
        process.standardOutput = output
        guard (try? process.run()) != nil, let line = line(), line.hasPrefix("torch ") else { return nil }
        version = String(line.dropFirst(6))
    }

    /// - Parameter precision: `f32` or `bf16`.
    /// - Returns: a step's seconds; nil if PyTorch cannot run it.
    func step(_ precision: String) -> Double? {
        input.fileHandleForWriting.write(Data((precision + "\n").utf8))
        return line().flatMap(Double.init)
    }

    func finish() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private func line() -> String? {
        var bytes: [UInt8] = []
        while let byte = try? output.fileHandleForReading.read(upToCount: 1)?.first {
            if byte == 0x0A { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        return nil
    }
}
