import FoundationEssentials

/// NumPy's `.npy` for a matrix [rows, columns] of numbers, for example latents [B, Z]. Writes float32, little-endian and
/// row-major; reads every type that `NPYHeader` supports, in either order.
package enum FloatMatrixFile {
    /// Why an array cannot be read as a matrix.
    package enum Refusal: Error, Equatable {
        case malformed(String)
        /// The array has this many rows.
        case tooManyRows(Int)
    }

    package static func recognises(_ data: Data) -> Bool { data.starts(with: NPYHeader.magic) }

    /// Returns the bytes before the numbers: always 128, so that they can be rewritten when the row count is known.
    package static func header(rows: Int, columns: Int) -> Data {
        Data(NPYHeader.bytes(type: "<f4", shape: [rows, columns], minimumSize: 128))
    }

    /// Returns the numbers of the rows.
    package static func body(_ rows: [[Float]]) -> Data {
        var data = Data(capacity: rows.count * (rows.first?.count ?? 0) * 4)
        for row in rows {
            row.map(\.bitPattern.littleEndian).withUnsafeBytes { data.append(contentsOf: $0) }
        }
        return data
    }

    /// Returns the rows of an array [B, Z], or the one row of an array [Z].
    /// - Parameter limit: the maximum number of rows.
    /// - Throws: `NPYHeader.Refusal`, `Refusal`.
    package static func rows(_ data: Data, limit: Int) throws -> [[Float]] {
        let bytes = [UInt8](data)
        let header = try NPYHeader(bytes)
        guard case .numbers(let type) = header.content else {
            throw Refusal.malformed("the .npy array contains objects, not numbers")
        }
        let shape = header.shape
        let body = bytes.count - header.bodyStart
        let (wanted, isTooLarge) = (header.count ?? .max).multipliedReportingOverflow(by: type.size)
        guard (1...2).contains(shape.count), let size = shape.last, size > 0, !isTooLarge, wanted == body else {
            throw Refusal.malformed(
                "the .npy array's shape \(shape) with \(type.size) bytes per number does not match its \(body) bytes, or is "
                    + "not [latents, numbers]")
        }
        let count = shape.count == 2 ? shape[0] : 1
        guard count <= limit else { throw Refusal.tooManyRows(count) }
        let strides = header.isFortran ? (row: 1, column: count) : (row: size, column: 1)
        return try bytes.withUnsafeBytes { bytes in
            try (0..<count).map { row in
                try (0..<size).map { column in
                    let place = row * strides.row + column * strides.column
                    let value = Float(type.value(bytes, at: header.bodyStart + place * type.size))
                    guard value.isFinite else {
                        throw Refusal.malformed("number \(column) of latent \(row) is \(value.isNaN ? "NaN" : "infinite")")
                    }
                    return value
                }
            }
        }
    }
}
