import SketchCore
import SketchFormats

/// Selects the drawings of a shard while files are read.
struct ShardSelection {
    /// The shard's drawings by position; nil for all.
    private let range: Range<Int>?
    private var position = 0

    /// Reads the files once to count the drawings.
    ///
    /// - Parameters:
    ///   - shard: nil selects all drawings, without reading.
    ///   - isCounted: whether a drawing counts; only such drawings may be passed to `next`.
    /// - Throws: `StudioError.shardOfPipe`, `.fewerItemsThanShards`, `FormatError`.
    init(
        _ shard: Shard?, of paths: [String], reading: ReadOptions, where isCounted: (SketchRecord) -> Bool = { _ in true }
    ) throws {
        guard let shard else {
            range = nil
            return
        }
        for name in try DrawingFiles.expanded(paths, reading) {
            let path = reading.reader(of: name).path
            if InputFile.isPipe(path) { throw StudioError.shardOfPipe(path) }
        }
        var total = 0
        try DrawingFiles.forEachRecord(in: paths, options: reading) { record, _ in total += isCounted(record) ? 1 : 0 }
        range = try shard.range(of: total)
    }

    /// Whether the next drawing is selected.
    mutating func next() -> Bool {
        defer { position += 1 }
        return range?.contains(position) ?? true
    }

    /// Whether no further drawing can be selected.
    var isPast: Bool { range.map { position >= $0.upperBound } ?? false }
}
