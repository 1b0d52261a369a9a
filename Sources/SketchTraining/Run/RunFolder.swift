import FoundationEssentials
import Glibc
import SketchSupport

/// A run's folder, locked for one training. It knows which files belong to a run and leaves all others alone.
package final class RunFolder {
    /// What a training expects of its folder.
    package enum Use: Sendable {
        /// A new run: the folder does not exist, or is empty.
        case new
        /// A new run in a folder with any contents; files with the names of a run's files are replaced.
        case replacing
        /// The run that the folder contains.
        case resuming
        /// A run that another process writes; nothing is created, locked or written.
        case following
    }

    package let path: String
    /// Whether this process writes the run's files.
    let isWritten: Bool
    private var lock: RunLock?
    private let created: CreatedFolders?
    /// Whether files of the run may have been written.
    private var hasBegun: Bool

    /// The whole state of the run.
    package var checkpoint: String { Self.checkpoint(in: path) }
    /// The best model by validation cost.
    package var model: String { path + "/" + Self.modelName }
    /// A line every few steps.
    package var log: String { path + "/" + Self.logName }

    private static let checkpointName = "checkpoint.safetensors"
    private static let modelName = "model.safetensors"
    private static let logName = "log.jsonl"

    /// Checks the folder, creates it if necessary and locks it.
    ///
    /// - Throws: `TrainingError.directoryInUse`, `.folderNotEmpty`, `.nothingToResume`, `.runIsLocked`; `FileError`.
    package init(_ path: String, for use: Use) throws {
        self.path = path
        isWritten = use != .following
        // Before anything is created: the usual mistakes leave no trace.
        try Self.check(path, for: use)
        created = isWritten ? try CreatedFolders(path) : nil
        hasBegun = use == .resuming
        try open()
        // Again: another run may have ended in the meantime.
        if use == .new, Self.isRun(path) { throw TrainingError.directoryInUse(path) }
        if use == .resuming { try Self.check(path, for: use) }
    }

    deinit { close() }

    /// Locks the folder again after `close`.
    ///
    /// - Throws: `TrainingError.runIsLocked`, `FileError.notWritable`.
    func open() throws { if isWritten, lock == nil { lock = try RunLock(folder: path) } }

    /// Releases the lock. A folder in which nothing was written is left as it was.
    package func close() {
        guard let lock else { return }
        self.lock = nil
        let own = [checkpoint, model, log].filter(Self.exists)
        // Without a checkpoint the lock's file stays: it marks the remaining files as those of a run, which may be replaced.
        if hasBegun || lock.wasMarked, !own.isEmpty, !own.contains(checkpoint) { return lock.release() }
        lock.remove()
        created?.removeIfEmpty()
    }

    /// Begins a new run: removes the files of an earlier one. The checkpoint is the first, so that an interruption leaves no
    /// checkpoint with another run's log.
    ///
    /// - Throws: `FileError.notWritable`.
    func begin() throws {
        guard isWritten else { return }
        hasBegun = true
        lock?.mark()
        for file in [checkpoint, model, log] where unlink(file) != 0 && errno != ENOENT {
            throw FileError.notWritable(path: file, reason: SystemError.last)
        }
    }

    /// - Throws: as `init`, except `.runIsLocked` and `FileError`.
    private static func check(_ path: String, for use: Use) throws {
        switch use {
        case .replacing, .following: return
        case .resuming: if !exists(checkpoint(in: path)) { throw TrainingError.nothingToResume(path) }
        case .new:
            if isRun(path) { throw TrainingError.directoryInUse(path) }
            let others = otherFiles(in: path)
            if !others.isEmpty { throw TrainingError.folderNotEmpty(path, files: others) }
        }
    }

    /// Whether the folder contains the checkpoint of a training.
    private static func isRun(_ path: String) -> Bool {
        (try? TrainingCheckpoint.isCheckpoint(checkpoint(in: path))) ?? false
    }

    /// The names in a folder that no new run may be mixed with, sorted. Hidden files do not count, nor do those of a run that
    /// was killed before its first checkpoint.
    private static func otherFiles(in path: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let wasKilled = RunLock.isMarked(in: path) && !names.contains(checkpointName)
        let remains: Set = wasKilled ? [modelName, logName] : []
        return names.filter { !$0.hasPrefix(".") && !remains.contains($0) }.sorted()
    }

    private static func checkpoint(in folder: String) -> String { folder + "/" + checkpointName }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
