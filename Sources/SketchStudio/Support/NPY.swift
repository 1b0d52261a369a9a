import Foundation

/// NumPy's `.npy` for one array of floats [B, Z], little-endian, row-major; version 1.0 is written, 1 to 3 are read.
enum NPY {
    /// Why an array cannot be taken.
    struct Refusal: Error {
        let reason: String
    }

    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    static func isNPY(_ data: Data) -> Bool { data.starts(with: magic) }

    /// What stands before the numbers of an array [rows, columns]: always 128 bytes.
    static func header(rows: Int, columns: Int) -> Data {
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
        // Magic, version, length and header together fill whole blocks of 64 bytes, the last byte a line feed.
        header += String(repeating: " ", count: max(0, 128 - magic.count - 4 - header.utf8.count - 1)) + "\n"
        let length = header.utf8.count
        return Data(magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)]) + Data(header.utf8)
    }

    /// The numbers of the rows.
    static func body(_ rows: [[Float]]) -> Data {
        var data = Data(capacity: rows.count * (rows.first?.count ?? 0) * 4)
        for row in rows {
            row.map(\.bitPattern.littleEndian).withUnsafeBytes { data.append(contentsOf: $0) }
        }
        return data
    }

    /// The rows of an array [B, Z], or the one row of an array [Z].
    ///
    /// - Throws: `Refusal`.
    static func rows(_ data: Data) throws -> [[Float]] {
        let bytes = [UInt8](data)
        guard bytes.count > 12 else { throw Refusal(reason: "the .npy file is cut off") }
        let isFirstVersion = bytes[6] == 1
        let start = isFirstVersion ? 10 : 12
        let length = (8..<start).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
        guard length <= bytes.count - start else { throw Refusal(reason: "the .npy file is cut off") }
        let header = String(decoding: bytes[start..<start + length], as: UTF8.self)
        let width = header.contains("<f4") ? 4 : header.contains("<f8") ? 8 : 0
        guard width > 0 else { throw Refusal(reason: "the .npy array is not of type <f4 or <f8") }
        guard !header.contains("'fortran_order': True") else {
            throw Refusal(reason: "the .npy array is in Fortran order")
        }
        let body = bytes[(start + length)...]
        let shape = try shape(in: header)
        let size = shape.last ?? 0
        let count = shape.count == 2 ? shape[0] : 1
        let (values, isTooLarge) = count.multipliedReportingOverflow(by: size)
        guard (1...2).contains(shape.count), size > 0, !isTooLarge, values == body.count / width,
            body.count % width == 0
        else { throw Refusal(reason: "the .npy array's shape \(shape) does not fit its \(body.count) bytes") }
        let numbers = try (0..<values).map { index in
            let value = number(body, at: body.startIndex + index * width, width: width)
            guard value.isFinite else { throw Refusal(reason: "value \(index) is not finite") }
            return value
        }
        return (0..<count).map { Array(numbers[$0 * size..<($0 + 1) * size]) }
    }

    private static func shape(in header: String) throws -> [Int] {
        guard let key = header.range(of: "'shape':"),
            let open = header[key.upperBound...].firstIndex(of: "("),
            let close = header[open...].firstIndex(of: ")")
        else { throw Refusal(reason: "the .npy header has no shape") }
        let words = header[header.index(after: open)..<close].split(whereSeparator: { $0 == "," || $0 == " " })
        return try words.map { word in
            guard let size = Int(word), size >= 0 else { throw Refusal(reason: "the .npy header has no shape") }
            return size
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>, at start: Int, width: Int) -> Float {
        let bits = (0..<width).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[start + $1]) }
        return width == 4 ? Float(bitPattern: UInt32(truncatingIfNeeded: bits)) : Float(Double(bitPattern: bits))
    }
}
