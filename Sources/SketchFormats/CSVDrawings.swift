import Foundation
import SketchCore

extension DrawingFormat {
    /// Stroke-3 as comma-separated values.
    static let csv = DrawingFormat(
        names: [.csv], title: "CSV of stroke-3 (dx,dy,p) or of Quick, Draw! records", hasRows: true,
        recognises: { CSVRecords.fits($0) || CSVDrawings.fits($0) },
        read: { source, emit in
            if CSVRecords.fits(source.head) { return try CSVRecords(source: source).forEachRecord(emit) }
            try CSVDrawings(source: source).forEachRecord(emit)
        })
}

/// Reads rows of stroke-3, `dx,dy,p`, or of positions, `x,y,p`, line by line. A drawing ends at a blank line or where the
/// leading fourth column, the drawing's number or name, changes. An optional header line with the names `drawing`, `dx`, `dy`
/// and `p`, or `x` and `y`, allows the columns in any order. Columns are separated by commas, or
/// by semicolons or tabs, and then a comma is a decimal comma.
final class CSVDrawings {
    private enum Column: String { case drawing, dx, dy, p, x, y }
    private static let longestLine = 4096
    private static let comma = UInt8(ascii: ",")

    private let source: DrawingSource
    private var line = 0
    private var bytes: [UInt8] = []
    private var position = 0
    /// The ranges of the current line's fields in `bytes`.
    private var fields: [Range<Int>] = []
    private var columns: [Column]?
    private var hasHeader = false
    private var isPositions: Bool
    /// Whether a drawing had negative offsets, so that rows are offsets.
    private var hasOffsets = false

    // MARK: The current drawing

    private var builder = OffsetBuilder()
    private var evidence = PositionEvidence()
    /// The value of its drawing column.
    private var current: [UInt8]?
    /// Whether a line was skipped.
    private var isDamaged = false
    private var hasDecimalCommas = false
    private var firstLine = 0

    init(source: DrawingSource) {
        self.source = source
        isPositions = source.options.format == .positions
    }

    /// Whether the first line is such a header, or has three or four values of which at least one is a number; the reader
    /// then reports the others.
    static func fits(_ head: FileHead) -> Bool {
        guard head.isText else { return false }
        let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        return head.bytes.withUnsafeBufferPointer { bytes in
            guard let first = bytes[start...].firstIndex(where: { !FileHead.isSpace($0) }) else { return false }
            var fields: [Range<Int>] = []
            split(bytes, first..<(bytes[first...].firstIndex(of: 0x0A) ?? bytes.count), into: &fields)
            return columns(bytes, fields) != nil
                || ((3...4).contains(fields.count) && fields.suffix(3).contains { number(bytes, $0) != nil })
        }
    }

    func forEachRecord(_ emit: (SketchRecord) throws -> Void) throws {
        while let text = try nextLine() {
            do { try add(text, emit) } catch let fault as RowFault {
                guard let onError = source.log.onError else { throw fault.error }
                onError(fault.error)
                isDamaged = true
            }
        }
        try flush(emit)
    }

    /// An error of one line, apart from those that the caller's closure throws.
    private struct RowFault: Error { let error: FormatError }

    /// Adds a line to the current drawing, after emitting the last one if this line begins another.
    private func add(_ text: Range<Int>, _ emit: (SketchRecord) throws -> Void) throws {
        try bytes.withUnsafeBufferPointer { bytes in
            guard !bytes[text].allSatisfy(FileHead.isSpace) else { return try flush(emit) }
            Self.split(bytes, text, into: &fields)
            if columns == nil {
                columns = Self.columns(bytes, fields)
                if let columns {
                    hasHeader = true
                    isPositions = isPositions || columns.contains(.x)
                    return
                }
                columns = fields.count == 4 ? [.drawing, .dx, .dy, .p] : [.dx, .dy, .p]
            }
            guard let columns, fields.count == columns.count else {
                throw malformed("\(fields.count) columns, but the lines before have \(columns?.count ?? 0)")
            }
            if let place = columns.firstIndex(of: .drawing) {
                if let current, !current.elementsEqual(bytes[fields[place]]) { try flush(emit) }
                if current == nil { current = Array(bytes[fields[place]]) }
            }
            var (x, y, pen) = (0.0, 0.0, 0.0)
            for (column, field) in zip(columns, fields) where column != .drawing {
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
            evidence.add(x, y)
            if firstLine == 0 { firstLine = line }
            if let reason = builder.add(x, y, pen) {
                throw RowFault(error: .malformed(file: source.path, place: "line \(line)", reason: "the row \(reason)"))
            }
        }
    }

    /// Emits the current drawing unless one of its lines was skipped.
    private func flush(_ emit: (SketchRecord) throws -> Void) throws {
        defer {
            builder = OffsetBuilder()
            (current, isDamaged, hasDecimalCommas, firstLine) = (nil, false, false, 0)
            evidence = PositionEvidence()
        }
        guard !builder.strokes.rows.isEmpty, !isDamaged else { return }
        hasOffsets = hasOffsets || evidence.hasNegative
        let isStated = hasHeader || source.options.format != nil
        if !isStated, !hasOffsets, evidence.looksLikePositions {
            let error = FormatError.ambiguous(
                file: source.path, place: "lines \(firstLine) to \(line)", readings: [.offsets, .positions])
            guard let onError = source.log.onError else { throw error }
            return onError(error)
        }
        if hasDecimalCommas { source.log.add(.decimalCommas) }
        if builder.padding > 0 { source.log.add(.padding, amount: builder.padding) }
        try emit(SketchRecord(sketch: isPositions ? builder.positions : builder.strokes.sketch(), kind: .prepared))
    }

    private func malformed(_ reason: String) -> RowFault {
        RowFault(
            error: .malformed(file: source.path, place: "line \(line)", reason: reason + "; a CSV line is dx,dy,p"))
    }

    // MARK: Lines

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

    private static func split(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, into fields: inout [Range<Int>]) {
        func isPadding(_ byte: UInt8) -> Bool { FileHead.isSpace(byte) || byte == UInt8(ascii: "\"") }
        fields.removeAll(keepingCapacity: true)
        let separator = [UInt8(ascii: ";"), 0x09].first { bytes[line].contains($0) } ?? comma
        var start = line.lowerBound
        for place in line.lowerBound...line.upperBound {
            let isEnd = place == line.upperBound
            guard isEnd || bytes[place] == separator else { continue }
            var (low, high) = (start, place)
            while low < high, isPadding(bytes[low]) { low += 1 }
            while low < high, isPadding(bytes[high - 1]) { high -= 1 }
            fields.append(low..<high)
            start = place + 1
        }
    }

    /// The columns of a header line; nil for other lines.
    private static func columns(_ bytes: UnsafeBufferPointer<UInt8>, _ fields: [Range<Int>]) -> [Column]? {
        let columns = fields.map { Column(rawValue: String(decoding: bytes[$0], as: UTF8.self).lowercased()) }
        guard Set(columns).count == fields.count, !columns.contains(nil), columns.contains(.p),
            columns.contains(.dx) && columns.contains(.dy) && !columns.contains(.x) && !columns.contains(.y)
                || columns.contains(.x) && columns.contains(.y) && !columns.contains(.dx) && !columns.contains(.dy)
        else { return nil }
        return columns.compactMap { $0 }
    }

    /// The finite number that is the whole field.
    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ field: Range<Int>) -> Double? {
        let isNegative = !field.isEmpty && bytes[field.lowerBound] == UInt8(ascii: "-")
        let digits = isNegative ? field.dropFirst() : field
        if !digits.isEmpty, digits.count < 10 {
            var value = 0
            var isWhole = true
            for place in digits {
                let digit = Int(bytes[place]) - 0x30
                isWhole = isWhole && digit >= 0 && digit <= 9
                value = value &* 10 &+ digit
            }
            if isWhole { return Double(isNegative ? -value : value) }
        }
        // A comma within a field is a decimal comma: fields are then separated by semicolons or tabs.
        let text = String(decoding: bytes[field].map { $0 == comma ? UInt8(ascii: ".") : $0 }, as: UTF8.self)
        guard field.count < 64, let number = Double(text), number.isFinite else { return nil }
        return number
    }
}
