import FoundationEssentials
import Glibc
import SketchCore

/// Reads rows of stroke-3, `dx,dy,p`, or of positions, `x,y,p`, line by line. A drawing ends at a blank line or where the
/// leading fourth column, the drawing's number or class, changes. An optional header line with the names `dx`, `dy` and `p`, or
/// `x` and `y`, and any of `drawing`, `key_id` and `word`, allows the columns in any order. Columns are separated by commas, or
/// by semicolons or tabs, and then a comma is a decimal comma.
final class CSVDrawings {
    private static let longestLine = 4096
    static let comma = UInt8(ascii: ",")

    private let source: DrawingSource
    private var line = 0
    private var bytes: [UInt8] = []
    private var position = 0
    /// The ranges of the current line's fields in `bytes`.
    private var fields: [Range<Int>] = []
    private var columns: [Column]?
    private var (drawingPlace, keyPlace, wordPlace) = (Int?.none, Int?.none, Int?.none)
    private var hasHeader = false
    /// Whether the header or the caller states what the rows are.
    private var isStated: Bool
    /// Whether the columns are those of `plainRow`, with or without a text; nil for others.
    private var plainText: Bool?
    /// Whether a text in the column of the drawing is a key, not a class.
    private var hasKeys = false
    private var isPositions: Bool
    /// Whether a drawing had negative offsets, so that rows are offsets.
    private var hasOffsets = false

    // MARK: The current drawing

    private var builder = OffsetBuilder()
    private var evidence = PositionEvidence()
    private var path = RowPath()
    private var isJudged = true
    /// Whether it has a row, and the values of its columns `drawing`, `key_id` and `word`.
    private var hasBegun = false
    private var (drawing, key, word) = ([UInt8](), [UInt8](), [UInt8]())
    /// The hashes of the drawings that began.
    private var begun: Set<Int> = []
    /// Whether a line was skipped.
    private var isDamaged = false
    private var hasDecimalCommas = false
    private var firstLine = 0

    init(source: DrawingSource) {
        self.source = source
        isPositions = source.options.format == .positions
        isStated = source.options.format != nil
    }

    func forEachRecord(_ emit: (SketchRecord) throws -> Void) throws {
        while let text = try nextLine() {
            do { try add(text, emit) } catch let fault as RowFault {
                guard let onError = source.log.onError else { throw fault.error }
                onError(fault.error)
                // A line before the first row belongs to no drawing.
                isDamaged = columns != nil
            }
        }
        try flush(emit)
    }

    /// An error of one line, apart from those that the caller's closure throws.
    private struct RowFault: Error { let error: FormatError }

    /// Adds a line to the current drawing, after emitting the last one if this line begins another.
    private func add(_ text: Range<Int>, _ emit: (SketchRecord) throws -> Void) throws {
        try bytes.withUnsafeBufferPointer { bytes in
            if let plainText, let row = Self.plainRow(bytes, text, hasText: plainText) {
                if !hasBegun || (plainText && !drawing.elementsEqual(bytes[row.text])) {
                    fields = [row.text]
                    try begin(bytes, emit)
                }
                return try add(row.x, row.y, row.pen)
            }
            guard !bytes[text].allSatisfy(FileHead.isSpace) else { return try flush(emit) }
            Self.split(bytes, text, into: &fields)
            if columns == nil {
                columns = Self.columns(bytes, fields)
                if let columns {
                    (hasHeader, isStated) = (true, true)
                    plainText = Self.plainText(columns)
                    (drawingPlace, keyPlace) = (columns.firstIndex(of: .drawing), columns.firstIndex(of: .key))
                    wordPlace = columns.firstIndex(of: .word)
                    hasKeys = drawingPlace.map { bytes[fields[$0]].count != "drawing".utf8.count } ?? false
                    isPositions = isPositions || columns.contains(.x)
                    return
                }
                if line == 1, let reason = CSVHeader(bytes[text]).fault {
                    throw FormatError.malformed(file: source.path, place: "line 1", reason: reason)
                }
                guard Self.isRow(bytes, fields) else { throw malformed("the line is not a row of numbers") }
                columns = fields.count == 4 ? [.drawing, .dx, .dy, .p] : [.dx, .dy, .p]
                drawingPlace = fields.count == 4 ? 0 : nil
                plainText = fields.count == 4
            }
            guard let columns, fields.count == columns.count else {
                throw malformed("\(fields.count) columns, but the lines before have \(columns?.count ?? 0)")
            }
            if !hasBegun || isOther(bytes, drawingPlace, drawing) || isOther(bytes, keyPlace, key)
                || isOther(bytes, wordPlace, word)
            {
                try begin(bytes, emit)
            }
            var (x, y, pen) = (0.0, 0.0, 0.0)
            for (column, field) in zip(columns, fields) where !column.isOfDrawing {
                if bytes[field].contains(Self.comma) { hasDecimalCommas = true }
                guard let value = Self.number(bytes, field) else {
                    throw malformed(
                        "'\(PickleReader.shown(String(decoding: bytes[field], as: UTF8.self)))' is not a number")
                }
                guard abs(value) <= Double(SketchReader.largestCoordinate) else {
                    throw RowFault(error: .badCoordinate(file: source.path, line: line, value: value))
                }
                switch column {
                case .dx, .x: x = value
                case .dy, .y: y = value
                default: pen = value
                }
            }
            try add(x, y, pen)
        }
    }

    /// Adds a row to the current drawing.
    @inline(__always)
    private func add(_ x: Double, _ y: Double, _ pen: Double) throws {
        if !isStated {
            evidence.add(x, y)
            if isJudged { path.add(x, y) }
        }
        if firstLine == 0 { firstLine = line }
        if let reason = builder.add(x, y, pen) {
            throw RowFault(error: .malformed(file: source.path, place: "line \(line)", reason: "the row \(reason)"))
        }
    }

    @inline(__always)
    private func isOther(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int?, _ value: [UInt8]) -> Bool {
        guard let place else { return false }
        return !value.elementsEqual(bytes[fields[place]])
    }

    /// Emits the drawing before the current row, if there is one, and begins another.
    private func begin(_ bytes: UnsafeBufferPointer<UInt8>, _ emit: (SketchRecord) throws -> Void) throws {
        if hasBegun { try flush(emit) }
        hasBegun = true
        drawing = drawingPlace.map { Array(bytes[fields[$0]]) } ?? []
        key = keyPlace.map { Array(bytes[fields[$0]]) } ?? []
        word = wordPlace.map { Array(bytes[fields[$0]]) } ?? []
        // Without a header, the first column is a number, or the class of several drawings.
        guard let place = drawingPlace ?? keyPlace, hasHeader || Self.number(bytes, fields[place]) != nil else { return }
        var hasher = Hasher()
        hasher.combine(drawing)
        hasher.combine(key)
        hasher.combine(word)
        guard begun.insert(hasher.finalize()).inserted else {
            let name = PickleReader.shown(String(decoding: bytes[fields[place]], as: UTF8.self))
            throw malformed(
                "drawing '\(name)' has ended on an earlier line", advice: "the rows of a drawing must be consecutive")
        }
    }

    /// Emits the current drawing unless one of its lines was skipped.
    private func flush(_ emit: (SketchRecord) throws -> Void) throws {
        defer {
            builder = OffsetBuilder()
            (hasBegun, isDamaged, hasDecimalCommas, firstLine) = (false, false, false, 0)
            (evidence, path) = (PositionEvidence(), RowPath())
        }
        guard !isDamaged else { return }
        guard !builder.strokes.rows.isEmpty else {
            if builder.padding > 0 { source.log.add(.emptyDrawings) }
            return
        }
        hasOffsets = hasOffsets || evidence.hasNegative
        if !isStated { source.trial.add(path) }
        isJudged = !isStated && source.trial.isOpen
        if !isStated, source.trial.arePositions || (!hasOffsets && evidence.looksLikePositions) {
            let error = FormatError.ambiguous(
                file: source.path, place: "lines \(firstLine) to \(line)", readings: [.offsets, .positions])
            guard let onError = source.log.onError else { throw error }
            return onError(error)
        }
        if hasDecimalCommas { source.log.add(.decimalCommas) }
        if builder.padding > 0 { source.log.add(.padding, amount: builder.padding) }
        if !isStated { source.log.examine(builder.strokes.rows) }
        var record = SketchRecord(sketch: isPositions ? builder.positions : builder.sketch, kind: .prepared)
        var fields = RecordFields()
        if !key.isEmpty { fields.setKey(String(decoding: key, as: UTF8.self), source.log) }
        if !word.isEmpty { fields.word = String(decoding: word, as: UTF8.self) }
        let isText = !drawing.isEmpty && drawing.withUnsafeBufferPointer { Self.number($0, 0..<$0.count) } == nil
        if isText {
            let text = String(decoding: drawing, as: UTF8.self)
            if hasKeys, fields.key == nil {
                fields.key = text
            } else if !hasKeys, fields.word == nil {
                fields.word = text
                source.log.add(.namedRows(hasHeader: hasHeader), example: PickleReader.shown(text))
            }
        }
        record.sketch.name = fields.word ?? ""
        record.key = fields.key ?? ""
        try emit(record)
    }

    private func malformed(_ reason: String, advice: String = "a CSV line is dx,dy,p") -> RowFault {
        RowFault(error: .malformed(file: source.path, place: "line \(line)", reason: reason + "; " + advice))
    }

    /// The range of the next line without its end; nil after the last.
    private func nextLine() throws -> Range<Int>? {
        while true {
            let end = bytes.withUnsafeBytes { bytes -> Int? in
                guard let base = bytes.baseAddress, bytes.count > position,
                    let found = memchr(base + position, 0x0A, bytes.count - position)
                else { return nil }
                return UnsafeRawPointer(found) - base
            }
            if let end {
                defer { position = end + 1 }
                return took(position..<end)
            }
            guard bytes.count - position <= Self.longestLine else {
                line += 1
                throw malformed("more than \(Self.longestLine) bytes").error
            }
            let more = try source.chunk()
            if more.isEmpty {
                guard position < bytes.count else { return nil }
                defer { position = bytes.count }
                return took(position..<bytes.count)
            }
            bytes.removeFirst(position)
            position = 0
            bytes += more
        }
    }

    private func took(_ text: Range<Int>) -> Range<Int> {
        line += 1
        return line == 1 && bytes[text].starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text
    }
}
