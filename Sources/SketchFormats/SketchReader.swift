import FoundationEssentials
import Glibc
import SketchCore

/// Reads the drawings in a file. The format is detected from the content unless `ReadOptions` states it.
///
/// A file name may end in `#17`, which selects drawing 17, counting from 0 (the eighteenth drawing), or in another
/// `DrawingSelection`; in `#train`, which selects a named part; or in `#train#17`, which selects drawing 17 of that part.
/// The name `-` is standard input.
public struct SketchReader: Sendable {
    /// The formats that can be stated where the content or the meaning of the numbers is ambiguous.
    public enum InputFormat: String, Sendable, CaseIterable {
        /// Strokes `[xs, ys]` or `[xs, ys, ts]`.
        case quickdraw
        /// Strokes of points, `[x, y]` with or without further numbers, or `{"x", "y"}`.
        case polylines
        /// Rows of offsets, (dx, dy, p).
        case stroke3 = "stroke-3"
        /// Rows of offsets, (dx, dy, p1, p2, p3).
        case stroke5 = "stroke-5"
        /// Rows of positions, (x, y, p), where p = 1 if the pen is lifted after the row's point, or (x, y, p1, p2, p3) with the
        /// pen states of stroke-5.
        case positions
        case npz, bin, csv
    }

    /// What to do after a record.
    public enum Decision: Sendable { case next, stop }

    /// The largest coordinate accepted, in either direction.
    public static let largestCoordinate = 1_000_000

    /// The file.
    public let path: String
    /// The selected part, for example an array of an archive; nil for the whole file.
    public let part: String?
    /// The selected drawings, counted within `part` from 0; nil for all.
    public let selection: DrawingSelection?
    /// The format, the limits and what to do with faults.
    public let options: ReadOptions

    /// - Parameter name: a path, optionally followed by `#n` or another selection, `#part` or `#part#n`. A file that has this
    ///   very name takes precedence.
    public init(_ name: String, options: ReadOptions = ReadOptions()) {
        self.options = options
        var (path, part, selection) = (name, String?.none, DrawingSelection?.none)
        if let (head, tail) = Self.cut(path), let found = DrawingSelection(parsing: tail) { (path, selection) = (head, found) }
        // The name of a missing file stays whole, for the message.
        if let (head, tail) = Self.cut(path), !tail.isEmpty, Self.exists(head) { (path, part) = (head, tail) }
        (self.path, self.part, self.selection) = (path, part, selection)
    }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// The text before and after the last `#`, unless a file has this very name.
    private static func cut(_ name: String) -> (String, String)? {
        guard let mark = name.lastIndex(of: "#"), mark > name.startIndex, !exists(name) else { return nil }
        return (String(name[..<mark]), String(name[name.index(after: mark)...]))
    }

    /// Returns all drawings, or the selected ones.
    /// - Parameter limit: the number of drawings after which reading stops; nil reads all.
    /// - Throws: `FormatError`.
    public func records(limit: Int? = nil, observer: ReadingObserver = ReadingObserver()) throws -> [SketchRecord] {
        var records: [SketchRecord] = []
        if limit == 0 { return records }
        try visitRecords(observer: observer) { record in
            records.append(record)
            return records.count == limit ? .stop : .next
        }
        return records
    }

    /// Calls `body` for every drawing in the file's order, or for the selected ones.
    /// - Throws: `FormatError`, and what `body` throws.
    public func forEachRecord(observer: ReadingObserver = ReadingObserver(), _ body: (SketchRecord) throws -> Void) throws {
        try visitRecords(observer: observer) { record in
            try body(record)
            return .next
        }
    }

    /// Calls `body` for the drawings in the file's order until it returns `.stop`. The rest of the file is not read.
    /// - Throws: `FormatError`, and what `body` throws.
    public func visitRecords(
        observer: ReadingObserver = ReadingObserver(), _ body: (SketchRecord) throws -> Decision
    ) throws {
        try visit(DrawingSource(path: path, part: part, options: options), observer, body)
    }

    /// Calls `body` for every drawing of a file in memory; the reader's name identifies it in messages.
    /// - Throws: `FormatError`, and what `body` throws.
    public func forEachRecord(
        in bytes: [UInt8], observer: ReadingObserver = ReadingObserver(), _ body: (SketchRecord) throws -> Void
    ) throws {
        let name = path == "-" ? DrawingSource.standardInput : path
        try visit(DrawingSource(bytes, name: name, part: part, options: options), observer) { record in
            try body(record)
            return .next
        }
    }

    private func visit(
        _ source: DrawingSource, _ observer: ReadingObserver, _ body: (SketchRecord) throws -> Decision
    ) throws {
        let format = try DrawingFormat.of(source)
        if let part, !format.hasParts { throw FormatError.noParts(file: source.path, part: part, form: format.title) }
        func selected(_ path: String) -> String { part.map { path + "#" + $0 } ?? path }
        let place = selected(path)
        if options.keepsGoing {
            source.log.onError = { [unowned log = source.log] error in
                log.hasErrors = true
                observer.error(error)
            }
        }
        let stem = Self.stem(of: path)
        var (count, rows) = (0, 0)
        let limitsRows = format.limitsRows == .inEvery || (source.isCompressed && format.limitsRows == .inCompressed)
        func note() { for sentence in source.log.sentences { observer.note("\(source.path): \(sentence)") } }
        do {
            try format.read(source) { record in
                defer { count += 1 }
                if limitsRows {
                    rows += max(record.sketch.pointCount, ReaderLimits.leastRows)
                    guard rows <= options.limits.count(.rows, in: source.size) else {
                        throw options.limits.exceeded(.rows, file: source.path, place: "drawing \(count)")
                    }
                }
                if let selection, !selection.contains(count) { return }
                var record = record
                record.sketch.source = count == 0 && selection == nil ? place : "\(place)#\(count)"
                if options.flipsY { record.flip() }
                if record.key.isEmpty { record.key = record.contentKey }
                if record.sketch.name.isEmpty { record.sketch.name = stem }
                if let limit = options.lengthLimit, record.fit(rows: limit.rows, limit.preprocessing) {
                    source.log.add(.thinnedDrawings(rows: limit.rows))
                }
                if try body(record) == .stop || selection?.ends(at: count) == true { throw Stop() }
            }
        } catch is Stop { return note() }
        note()
        if let index = selection?.missing(from: count) {
            throw FormatError.noSuchDrawing(file: selected(source.path), index: index, count: count)
        }
        guard count > 0 || source.log.hasErrors else { throw FormatError.noDrawings(file: selected(source.path)) }
    }

    /// The name of drawings without one: the file's, without its extension and that of gzip.
    private static func stem(of path: String) -> String {
        guard path != "-" else { return "drawing" }
        var url = URL(fileURLWithPath: path)
        if url.pathExtension.lowercased() == "gz" { url.deletePathExtension() }
        return url.deletingPathExtension().lastPathComponent
    }

    /// Ends the loop of a format's reader.
    private struct Stop: Error {}
}
