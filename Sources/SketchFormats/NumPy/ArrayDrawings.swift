import SketchCore

/// Drawings in arrays of numbers: [n, 3] is a drawing in stroke-3, [n, 5] one in stroke-5; [B, n, 3] and [B, n, 5] are B.
struct ArrayDrawings {
    let file: String
    /// The array's name.
    let place: String
    /// The bytes that `PickleBytes` refers to.
    let bytes: [UInt8]

    static func isDrawings(_ shape: [Int]) -> Bool {
        (2...3).contains(shape.count) && (shape[shape.count - 1] == 3 || shape[shape.count - 1] == 5)
    }

    /// - Parameter element: the array's index in a list of arrays, for messages.
    /// - Throws: `FormatError.malformed`, and what `emit` throws.
    func forEach(
        in array: NumericArray, element: Int? = nil, _ emit: (Stroke3) throws -> Void
    ) throws {
        let position = element.map { "\(place), element \($0)" } ?? place
        guard Self.isDrawings(array.shape) else {
            throw FormatError.malformed(
                file: file, place: position,
                reason: "its shape is \(array.shape); supported are [n, 3] (stroke-3), [n, 5] (stroke-5) and stacks of those")
        }
        let width = array.shape[array.shape.count - 1]
        let count = array.shape[array.shape.count - 2]
        let isStack = array.shape.count == 3
        let drawings = isStack ? array.shape[0] : 1
        // Without elements, the size of the data does not limit the other dimensions.
        if drawings == 0 { return }
        guard count > 0 || !isStack else {
            throw FormatError.malformed(
                file: file, place: position, reason: "its shape is \(array.shape), drawings without rows")
        }
        // The strides, in elements, along [B, n, width].
        let strides =
            array.isFortran
            ? (drawing: 1, row: drawings, column: drawings * count)
            : (drawing: count * width, row: width, column: 1)
        try withBytes(of: array.data) { data in
            for drawing in 0..<drawings {
                var strokes = Stroke3(rows: [])
                strokes.rows.reserveCapacity(count)
                for row in 0..<count {
                    let base = drawing * strides.drawing + row * strides.row
                    func value(_ column: Int) -> Double {
                        array.type.value(data, at: (base + column * strides.column) * array.type.size)
                    }
                    let (dx, dy, third) = (value(0), value(1), value(2))
                    for number in [dx, dy] where !(abs(number) <= Double(SketchReader.largestCoordinate)) {
                        throw FormatError.malformed(
                            file: file, place: position,
                            reason: "row \(row) has the offset \(number), outside +-\(SketchReader.largestCoordinate)")
                    }
                    var isLifted = third > 0.5
                    if width == 5 {
                        let (up, end) = (value(3), value(4))
                        if end > max(third, up) { break }
                        isLifted = up > third
                    }
                    strokes.rows.append(Stroke3.Row(dx: Float(dx), dy: Float(dy), isLifted: isLifted))
                }
                try emit(strokes)
            }
        }
    }

    private func withBytes<Result>(
        of data: PickleBytes, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        switch data {
        case .owned(let owned): return try owned.withUnsafeBytes(body)
        case .range(let range):
            return try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
        case .latin1(let range):
            var plain: [UInt8] = []
            plain.reserveCapacity(range.count)
            var lead: UInt8 = 0
            for byte in bytes[range] {
                if byte & 0xFE == 0xC2 {
                    lead = byte << 6
                } else {
                    plain.append(byte >= 0x80 ? lead | (byte & 0x3F) : byte)
                    lead = 0
                }
            }
            return try plain.withUnsafeBytes(body)
        }
    }
}
