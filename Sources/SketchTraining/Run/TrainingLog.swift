import Foundation
import SketchInference
import SketchSupport

/// `log.jsonl`: one JSON object per line, at every tenth step and every validation.
struct TrainingLog {
    private let path: String
    private static let interval = 10

    /// Starts the log, or removes the lines after the step that a run is resumed from.
    /// - Throws: `FileError`.
    init(path: String, keepingThrough step: Int) throws {
        self.path = path
        var kept = ""
        if step > 0, let old = try? String(contentsOfFile: path, encoding: .utf8) {
            let decoder = LossLog.decoder
            for line in old.split(separator: "\n") {
                guard let entry = try? decoder.decode(LossLog.Entry.self, from: Data(line.utf8)),
                    entry.step <= step
                else { continue }
                kept += line + "\n"
            }
        }
        try AtomicFile.write(Data(kept.utf8), to: path)
    }

    /// - Throws: `FileError.notWritable`.
    func append(_ progress: TrainingProgress) throws {
        guard progress.step % Self.interval == 0 || progress.validation != nil else { return }
        let line = LossLog.Entry(
            step: progress.step, reconstruction: progress.losses.reconstruction,
            kl: progress.losses.kl, klWeight: progress.klWeight, learningRate: progress.learningRate,
            sketchesPerSecond: progress.sketchesPerSecond,
            validReconstruction: progress.validation?.reconstruction,
            validMaskedReconstruction: progress.validation?.maskedReconstruction,
            validKl: progress.validation?.kl)
        do {
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            try handle.seekToEnd()
            try handle.write(contentsOf: Data((JSONText.sorted(line, keys: .convertToSnakeCase) + "\n").utf8))
        } catch {
            throw FileError.notWritable(path: path, reason: FileReason.sentence(for: error))
        }
    }
}
