extension DrawingFormat {
    /// Stroke-3 as comma-separated values.
    static let csv = DrawingFormat(
        names: [.csv], title: "CSV of stroke-3 (dx,dy,p)", recognises: { CSVDrawings.fits($0) },
        read: { try CSVDrawings(source: $0).forEachRecord($1) })
}

/// Reads rows of stroke-3, `dx,dy,p`, line by line. A blank line ends a drawing; so does a change in a leading fourth
/// column, the drawing's number or name. A first line of names is optional, and puts the columns in any order:
/// `drawing`, `dx`, `dy` and `p`. Commas, semicolons or tabs part the columns.
final class CSVDrawings {
    private enum Column: String { case drawing, dx, dy, p }
    private static let longestLine = 4096

    private let source: DrawingSource
    private var line = 0
    private var bytes: [UInt8] = []
    private var position = 0

    init(source: DrawingSource) { self.source = source }

    /// Whether the first line is a header of such columns, or three or four numbers.
    static func fits(_ head: FileHead) -> Bool {
        guard head.isText else { return false }
        let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let rest = head.bytes.dropFirst(start).drop(while: FileHead.isSpace)
        let fields = fields(rest.prefix { $0 != 0x0A })
        return columns(fields) != nil || ((3...4).contains(fields.count) && fields.suffix(3).allSatisfy { number($0) != nil })
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
            guard !text.allSatisfy(FileHead.isSpace) else {
                try flush()
                continue
            }
            let fields = Self.fields(text)
            if columns == nil {
                columns = Self.columns(fields)
                if columns != nil { continue }
                columns = fields.count == 4 ? [.drawing, .dx, .dy, .p] : [.dx, .dy, .p]
            }
            guard let columns, fields.count == columns.count else {
                throw malformed("\(fields.count) columns, and the lines before have \(columns?.count ?? 0)")
            }
            var row = Stroke3.Row(dx: 0, dy: 0, isLifted: false)
            for (column, field) in zip(columns, fields) {
                guard column != .drawing else {
                    let name = [UInt8](field)
                    if let current, current != name { try flush() }
                    current = name
                    continue
                }
                guard let value = Self.number(field) else {
                    throw malformed("'\(PickleReader.shown(String(decoding: field, as: UTF8.self)))' is no number")
                }
                guard abs(value) <= Double(SketchReader.largestCoordinate) else {
                    throw SketchDataError.badCoordinate(file: source.path, line: line, value: value)
                }
                switch column {
                case .dx: row.dx = Float(value)
                case .dy: row.dy = Float(value)
                default: row.isLifted = value > 0.5
                }
            }
            strokes.rows.append(row)
        }
        try flush()
    }

    private func malformed(_ reason: String) -> SketchDataError {
        .malformed(file: source.path, place: "line \(line)", reason: reason + "; a line of CSV is dx,dy,p")
    }

    // MARK: Lines

    /// The next line without its end; nil behind the last.
    private func nextLine() throws -> ArraySlice<UInt8>? {
        while true {
            if let end = bytes[position...].firstIndex(of: 0x0A) {
                defer { position = end + 1 }
                return took(bytes[position..<end])
            }
            guard bytes.count - position <= Self.longestLine else {
                throw SketchDataError.tooLarge(file: source.path, line: line + 1, limit: "\(Self.longestLine) bytes a line")
            }
            let more = try source.chunk()
            if more.isEmpty {
                guard position < bytes.count else { return nil }
                defer { position = bytes.count }
                return took(bytes[position...])
            }
            bytes.removeFirst(position)
            position = 0
            bytes += more
        }
    }

    private func took(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        line += 1
        return line == 1 && text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text
    }

    private static func fields(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        let separators: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        return line.split(omittingEmptySubsequences: false) { separators.contains($0) }.map { field in
            var field = field
            while let last = field.last, FileHead.isSpace(last) || last == UInt8(ascii: "\"") { field.removeLast() }
            return field.drop { FileHead.isSpace($0) || $0 == UInt8(ascii: "\"") }
        }
    }

    /// The columns that a line of names gives; nil where it is none.
    private static func columns(_ fields: [ArraySlice<UInt8>]) -> [Column]? {
        let columns = fields.map { Column(rawValue: String(decoding: $0, as: UTF8.self).lowercased()) }
        guard Set(columns).count == fields.count, !columns.contains(nil), columns.contains(.dx), columns.contains(.dy),
            columns.contains(.p)
        else { return nil }
        return columns.compactMap { $0 }
    }

    /// A finite number, all of the field.
    private static func number(_ field: ArraySlice<UInt8>) -> Double? {
        var value = 0
        var digits = field[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits = digits.dropFirst() }
        if !digits.isEmpty, digits.count < 10, digits.allSatisfy({ (0x30...0x39).contains($0) }) {
            for digit in digits { value = value * 10 + Int(digit - 0x30) }
            return Double(isNegative ? -value : value)
        }
        guard field.count < 64, let number = Double(String(decoding: field, as: UTF8.self)), number.isFinite else { return nil }
        return number
    }
}
