import FoundationEssentials
import Glibc
import SketchInference
import SketchSupport

/// `log.jsonl`: one JSON object per line, at every tenth step and every validation.
struct TrainingLog {
    private let path: String
    /// Lines that are not logged steps and were moved to `log.damaged.jsonl` next to the log.
    let damagedLines: Int
    private static let interval = 10

    /// Starts an empty log.
    /// - Throws: `FileError`.
    init(path: String) throws {
        (self.path, damagedLines) = (path, 0)
        try AtomicFile.write(Data(), to: path)
    }

    /// Continues a log after a step: removes the lines after it, and moves lines that cannot be read to another file. A log
    /// that was removed starts again.
    /// - Throws: `FileError`.
    init(path: String, continuingAfter step: Int) throws {
        self.path = path
        if FileManager.default.fileExists(atPath: path) {
            damagedLines = try Self.tidy(path, keepingThrough: step)
        } else {
            damagedLines = 0
            try AtomicFile.write(Data(), to: path)
        }
    }

    /// Returns the number of lines that were moved.
    private static func tidy(_ path: String, keepingThrough step: Int) throws -> Int {
        let file: ReadableFile
        do { file = try ReadableFile(path) } catch {
            throw FileError.notWritable(path: path, reason: FileReason.sentence(for: error))
        }
        let kept = try AtomicFileWriter(path)
        var damaged = Data()
        var count = 0
        func sort(_ line: Data) throws {
            if line.isEmpty { return }
            if let entry = LossLog.entry(line) {
                if entry.step <= step { try kept.write(line + [UInt8(ascii: "\n")]) }
            } else {
                damaged += line + [UInt8(ascii: "\n")]
                count += 1
            }
        }
        var rest = Data()
        do {
            while case let part = try file.read(upTo: 1 << 20), !part.isEmpty {
                rest += part
                let lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                for line in lines.dropLast() { try sort(Data(line)) }
                rest = Data(lines.last ?? Data())
                // Not a line of a log; its pieces are kept all the same.
                if rest.count > 1 << 20 {
                    try sort(rest)
                    rest = Data()
                }
            }
        } catch let error as FileError { throw error } catch {
            throw FileError.notWritable(path: path, reason: FileReason.sentence(for: error))
        }
        try sort(rest)
        // First the copy of the damaged lines, so that nothing is lost if the second write fails.
        if count > 0 { try append(damaged, to: FilePath.folder(of: path) + "/log.damaged.jsonl") }
        try kept.finish()
        return count
    }

    /// Appends a step. A log that was removed is started again.
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
        try Self.append(Data((JSONText.sorted(line, keys: .convertToSnakeCase) + "\n").utf8), to: path)
    }

    /// - Throws: `FileError.notWritable`.
    private static func append(_ data: Data, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError.notWritable(path: path, reason: SystemError.last) }
        defer { close(descriptor) }
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw FileError.notWritable(path: path, reason: SystemError.last)
            }
        }
    }
}
