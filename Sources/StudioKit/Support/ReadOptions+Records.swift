import SketchCore
import SketchFormats

extension ReadOptions {
    /// Calls `body` with each drawing of files and folders, in order.
    ///
    /// - Parameters:
    ///   - split: the drawings that `body` is called with.
    ///   - shard: the part of these drawings; nil for all.
    /// - Throws: `FormatError`, `StudioError.emptySplit`, `.shardOfPipe`, `.fewerItemsThanShards`, and what `body` throws.
    func forEachRecord(
        in paths: [String], split: SplitChoice = .all, shard: Shard? = nil, reporter: Reporter,
        _ body: (SketchRecord) throws -> Void
    ) throws {
        var (read, used) = (0, 0)
        var selection = try ShardSelection(shard, of: paths, reading: self, where: split.includes)
        try visitRecords(in: paths, reporter: reporter) { record, _ in
            if selection.isPast { return .stop }
            read += 1
            guard split.includes(record) else { return .next }
            used += 1
            if selection.next() { try body(record) }
            return .next
        }
        if read > 0, used == 0 { throw StudioError.emptySplit(split.rawValue, read: read) }
    }
}

extension Reporter {
    /// Reports that the drawing with this number, counted from 1, was read.
    func reading(_ record: SketchRecord, number: Int, of file: String) {
        warnOfNotes(record)
        if number % 100 == 0 { live("reading \(file): \(counted(number, "drawing"))") }
    }
}
