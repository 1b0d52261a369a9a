import Foundation
import SketchFormats

/// NumPy's `.npy` for latents, one array [B, Z]: floats, little-endian and row-major, are written; whatever `NPYHeader`
/// knows is read.
enum NPY {
    /// Why an array cannot be taken.
    struct Refusal: Error {
        let reason: String
    }

    static func isNPY(_ data: Data) -> Bool { data.starts(with: NPYHeader.magic) }

    /// What stands before the numbers of an array [rows, columns]: always 128 bytes.
    static func header(rows: Int, columns: Int) -> Data {
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
        // Magic, version, length and header together fill whole blocks of 64 bytes, the last byte a line feed.
        header += String(repeating: " ", count: max(0, 128 - NPYHeader.magic.count - 4 - header.utf8.count - 1)) + "\n"
        let length = header.utf8.count
        return Data(NPYHeader.magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)]) + Data(header.utf8)
    }

    /// The numbers of the rows.
    static func body(_ rows: [[Float]]) -> Data {
        var data = Data(capacity: rows.count * (rows.first?.count ?? 0) * 4)
        for row in rows {
            row.map(\.bitPattern.littleEndian).withUnsafeBytes { data.append(contentsOf: $0) }
        }
        return data
    }

    /// The rows of an array [B, Z], or the one row of an array [Z], of any type of numbers and in either order.
    ///
    /// - Parameters:
    ///   - most: how many rows are taken.
    ///   - limit: how the message that there are more goes on after "it holds".
    /// - Throws: `NPYHeader.Refusal`, `Refusal`.
    static func rows(_ data: Data, atMost most: Int, _ limit: String) throws -> [[Float]] {
        let bytes = [UInt8](data)
        let header = try NPYHeader(bytes)
        guard case .numbers(let type) = header.content else { throw Refusal(reason: "the .npy array holds objects, not numbers") }
        let shape = header.shape
        let body = bytes.count - header.bodyStart
        let (wanted, isTooLarge) = (header.count ?? .max).multipliedReportingOverflow(by: type.size)
        guard (1...2).contains(shape.count), let size = shape.last, size > 0, !isTooLarge, wanted == body else {
            throw Refusal(
                reason: "the .npy array's shape \(shape) at \(type.size) bytes a number does not fit its \(body) bytes, or is "
                    + "not [latents, numbers]")
        }
        let count = shape.count == 2 ? shape[0] : 1
        guard count <= most else { throw Refusal(reason: "it holds \(limit)") }
        let strides = header.isFortran ? (row: 1, column: count) : (row: size, column: 1)
        return try bytes.withUnsafeBytes { bytes in
            try (0..<count).map { row in
                try (0..<size).map { column in
                    let place = row * strides.row + column * strides.column
                    let value = Float(type.value(bytes, at: header.bodyStart + place * type.size))
                    guard value.isFinite else { throw Refusal(reason: "number \(column) of latent \(row) is not finite") }
                    return value
                }
            }
        }
    }
}
