import Foundation
import SketchCore

extension DrawingFormat {
    /// Stroke-3 as comma-separated values.
    static let csv = DrawingFormat(
        names: [.csv], title: "CSV of stroke-3 (dx,dy,p)", recognises: { CSVDrawings.fits($0) },
        read: { try CSVDrawings(source: $0).forEachRecord($1) })
}

/// Reads rows of stroke-3, `dx,dy,p`, line by line. A drawing ends at a blank line or where the leading fourth column, the
/// drawing's number or name, changes. An optional header line with the names `drawing`, `dx`, `dy` and `p` allows the
/// columns in any order. Columns are separated by commas, semicolons or tabs.
final class CSVDrawings {
    private enum Column: String { case drawing, dx, dy, p }
    private static let longestLine = 4096

    private let source: DrawingSource
    private var line = 0
    private var bytes: [UInt8] = []
    private var position = 0
    /// The ranges of the current line's fields in `bytes`.
    private var fields: [Range<Int>] = []

    init(source: DrawingSource) { self.source = source }

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
        var columns: [Column]?
        var strokes = Stroke3(rows: [])
        var current: [UInt8]?
        func flush() throws {
            if !strokes.rows.isEmpty { try emit(SketchRecord(sketch: strokes.sketch(), kind: .prepared)) }
            strokes.rows.removeAll(keepingCapacity: true)
            current = nil
        }
        while let text = try nextLine() {
            try bytes.withUnsafeBufferPointer { bytes in
                guard !bytes[text].allSatisfy(FileHead.isSpace) else { return try flush() }
                Self.split(bytes, text, into: &fields)
                if columns == nil {
                    columns = Self.columns(bytes, fields)
                    if columns != nil { return }
                    columns = fields.count == 4 ? [.drawing, .dx, .dy, .p] : [.dx, .dy, .p]
                }
                guard let columns, fields.count == columns.count else {
                    throw malformed("\(fields.count) columns, but the lines before have \(columns?.count ?? 0)")
                }
                var row = Stroke3.Row(dx: 0, dy: 0, isLifted: false)
                for (column, field) in zip(columns, fields) {
                    guard column != .drawing else {
                        if let current, !current.elementsEqual(bytes[field]) { try flush() }
                        if current == nil { current = Array(bytes[field]) }
                        continue
                    }
                    guard let value = Self.number(bytes, field) else {
                        throw malformed(
                            "'\(PickleReader.shown(String(decoding: bytes[field], as: UTF8.self)))' is not a number")
                    }
                    guard abs(value) <= Double(SketchReader.largestCoordinate) else {
                        throw FormatError.badCoordinate(file: source.path, line: line, value: value)
                    }
                    switch column {
                    case .dx: row.dx = Float(value)
                    case .dy: row.dy = Float(value)
                    default: row.isLifted = value > 0.5
                    }
                }
                strokes.rows.append(row)
            }
        }
        try flush()
    }

    private func malformed(_ reason: String) -> FormatError {
        .malformed(file: source.path, place: "line \(line)", reason: reason + "; a CSV line is dx,dy,p")
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
                throw malformed("more than \(Self.longestLine) bytes")
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
        var start = line.lowerBound
        for place in line.lowerBound...line.upperBound {
            let isEnd = place == line.upperBound
            guard isEnd || bytes[place] == UInt8(ascii: ",") || bytes[place] == UInt8(ascii: ";") || bytes[place] == 0x09
            else { continue }
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
        guard Set(columns).count == fields.count, !columns.contains(nil), columns.contains(.dx), columns.contains(.dy),
            columns.contains(.p)
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
        guard field.count < 64, let number = Double(String(decoding: bytes[field], as: UTF8.self)), number.isFinite
        else { return nil }
        return number
    }
}
