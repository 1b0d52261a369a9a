import SketchCore
import SketchFormats

extension Reading {
    /// Calls `body` with each drawing of files and folders, in order.
    ///
    /// - Throws: `SketchDataError`, and what `body` throws.
    func forEachRecord(
        in paths: [String], reporter: Reporter, _ body: (SketchRecord) throws -> Void
    ) throws {
        var count = 0
        for path in try DrawingFiles.expanded(paths) {
            try reader(of: path).forEachRecord { record in
                count += 1
                reporter.warnOfNotes(record)
                if count % 100 == 0 { reporter.live("reading \(path): \(count) drawings") }
                try body(record)
            }
        }
        reporter.clear()
    }
}
