import SketchCore
import SketchFormats

extension ReadOptions {
    /// Calls `body` with each drawing of files and folders, in order.
    ///
    /// - Parameter split: the drawings that `body` is called with.
    /// - Throws: `SketchDataError`, `StudioError.emptySplit`, and what `body` throws.
    func forEachRecord(
        in paths: [String], split: SplitChoice = .all, reporter: Reporter, _ body: (SketchRecord) throws -> Void
    ) throws {
        var (read, used) = (0, 0)
        for path in try DrawingFiles.expanded(paths) {
            try reader(of: path).forEachRecord { record in
                read += 1
                reporter.warnOfNotes(record)
                if read % 100 == 0 { reporter.live("reading \(path): \(read) drawings") }
                guard split.includes(record) else { return }
                used += 1
                try body(record)
            }
        }
        reporter.clear()
        if read > 0, used == 0 { throw StudioError.emptySplit(split.rawValue, read: read) }
    }
}
