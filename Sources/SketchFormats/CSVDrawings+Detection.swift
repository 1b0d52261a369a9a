extension DrawingFormat {
    /// Stroke-3 as comma-separated values.
    static let csv = DrawingFormat(
        names: [.csv], title: "CSV of stroke-3 (dx,dy,p) or of Quick, Draw! records", hasRows: true,
        recognises: { CSVRecords.fits($0) || CSVDrawings.fits($0) },
        resembles: { CSVRecords.hasLaterHeader($0) || CSVDrawings.hasMostlyRows($0) },
        read: { source, emit in
            let head = source.head
            if CSVRecords.fits(head) || (!CSVDrawings.fits(head) && CSVRecords.hasLaterHeader(head)) {
                return try CSVRecords(source: source).forEachRecord(emit)
            }
            try CSVDrawings(source: source).forEachRecord(emit)
        })
}

/// Recognises tables of rows.
extension CSVDrawings {
    /// Whether the first line is a header with the names of columns, or has three or four values of which at least one is a number; the reader
    /// then reports the others.
    static func fits(_ head: FileHead) -> Bool {
        guard head.isText else { return false }
        let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        return head.bytes.withUnsafeBufferPointer { bytes in
            guard let first = bytes[start...].firstIndex(where: { !FileHead.isSpace($0) }) else { return false }
            var fields: [Range<Int>] = []
            split(bytes, first..<(bytes[first...].firstIndex(of: 0x0A) ?? bytes.count), into: &fields)
            return columns(bytes, fields) != nil || isRow(bytes, fields)
        }
    }

    /// Whether a line without a header before it can be a row, possibly a damaged one.
    static func isRow(_ bytes: UnsafeBufferPointer<UInt8>, _ fields: [Range<Int>]) -> Bool {
        (3...4).contains(fields.count) && fields.suffix(3).contains { number(bytes, $0) != nil }
    }

    /// Whether most lines are rows of numbers, so that the others are damaged.
    static func hasMostlyRows(_ head: FileHead) -> Bool {
        var fields: [Range<Int>] = []
        return head.bytes.withUnsafeBufferPointer { bytes in
            head.hasMostly { line in
                split(bytes, line.startIndex..<line.endIndex, into: &fields)
                return (3...4).contains(fields.count) && fields.suffix(3).allSatisfy { number(bytes, $0) != nil }
            }
        }
    }
}
