import FoundationEssentials
import Glibc

/// Arrays by name in a NumPy archive (`.npz`): matrices of numbers, lists of whole numbers and lists of texts, for example
/// latents with their drawings.
package struct NamedArrays {
    /// Why an array cannot be read.
    package struct Refusal: Error { package let reason: String }

    private let archive: ZipReader
    private let limits: ReaderLimits
    /// The archive's name in errors, and its size in bytes.
    private let (file, size): (String, Int)

    package static func recognises(_ data: Data) -> Bool { data.starts(with: [0x50, 0x4B, 3, 4]) }

    /// - Parameter name: the archive's name in errors.
    /// - Throws: `FormatError`.
    package init(_ data: Data, name: String, limits: ReaderLimits) throws {
        archive = try ZipReader(path: name, memory: [UInt8](data), limits: limits)
        (self.limits, file, size) = (limits, name, data.count)
    }

    /// The bytes of an array's file; nil if there is no such array.
    private func bytes(_ name: String) throws -> [UInt8]? {
        try archive.members.first { $0.name == name + ".npy" }.map { try archive.bytes(of: $0) }
    }

    /// The rows of a matrix; nil if there is no such array.
    ///
    /// - Throws: `FloatMatrixFile.Refusal`, `NPYHeader.Refusal`, `FormatError`, which can be `.limitExceeded`.
    package func rows(_ name: String) throws -> [[Float]]? {
        guard let bytes = try bytes(name) else { return nil }
        guard try NPYHeader(bytes).count ?? .max <= limits.count(.latentNumbers, in: size) else {
            throw limits.exceeded(.latentNumbers, file: file, place: name)
        }
        return try FloatMatrixFile.rows(Data(bytes), limit: limits[.latents])
    }

    /// The elements of a list of whole numbers; nil if there is no such array.
    ///
    /// - Throws: `Refusal`, `NPYHeader.Refusal`, `FormatError`.
    package func integers(_ name: String) throws -> [Int]? {
        guard let bytes = try bytes(name) else { return nil }
        let header = try NPYHeader(bytes)
        guard case .numbers(let type) = header.content, header.shape.count == 1, let count = header.count,
            count <= limits[.latents], bytes.count - header.bodyStart == count * type.size
        else { throw Refusal(reason: "its array \(name) is not a list of whole numbers") }
        return try bytes.withUnsafeBytes { bytes in
            try (0..<count).map {
                guard let number = Int(exactly: type.value(bytes, at: header.bodyStart + $0 * type.size)) else {
                    throw Refusal(reason: "its array \(name) contains a number that is not whole")
                }
                return number
            }
        }
    }

    /// The elements of a list of texts (`<U`), or a single text; nil if there is no such array.
    ///
    /// - Throws: `Refusal`, `NPYHeader.Refusal`, `FormatError`.
    package func texts(_ name: String) throws -> [String]? {
        guard let bytes = try bytes(name) else { return nil }
        let header = try NPYHeader.fields(bytes)
        guard header.type.hasPrefix("<U"), let length = Int(header.type.dropFirst(2)), (0...1 << 16).contains(length),
            header.shape.count <= 1, (header.shape.first ?? 1) <= limits[.latents],
            bytes.count - header.bodyStart == (header.shape.first ?? 1) * length * 4
        else { throw Refusal(reason: "its array \(name) is not a list of texts") }
        return (0..<(header.shape.first ?? 1)).map { element in
            var text = String.UnicodeScalarView()
            for place in 0..<length {
                let start = header.bodyStart + (element * length + place) * 4
                let value = (0..<4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[start + $1]) }
                if value == 0 { break }
                text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
            }
            return String(text)
        }
    }
}

extension NamedArrays {
    /// An array as a file of the archive.
    package struct Member {
        fileprivate let name: String
        fileprivate let bytes: [UInt8]

        /// - Parameter body: the numbers of `rows` times `columns` float32 in row-major order.
        package init(_ name: String, rows: Int, columns: Int, body: Data) {
            self.name = name + ".npy"
            bytes = [UInt8](FloatMatrixFile.header(rows: rows, columns: columns) + body)
        }

        package init(_ name: String, _ numbers: [Int]) {
            self.name = name + ".npy"
            bytes =
                NPYHeader.bytes(type: "<i8", shape: [numbers.count])
                + numbers.flatMap { number in withUnsafeBytes(of: Int64(number).littleEndian) { Array($0) } }
        }

        /// Texts of different lengths are padded with zeros, as in NumPy.
        package init(_ name: String, _ texts: [String]) {
            self.name = name + ".npy"
            let length = max(texts.map(\.unicodeScalars.count).max() ?? 1, 1)
            var bytes = NPYHeader.bytes(type: "<U\(length)", shape: [texts.count])
            bytes.reserveCapacity(bytes.count + texts.count * length * 4)
            for text in texts {
                let scalars = text.unicodeScalars
                for scalar in scalars { withUnsafeBytes(of: scalar.value.littleEndian) { bytes.append(contentsOf: $0) } }
                bytes.append(contentsOf: repeatElement(0, count: (length - scalars.count) * 4))
            }
            self.bytes = bytes
        }
    }

    /// Writes an archive.
    ///
    /// - Throws: `FormatError.archiveNotWritten`, and what `body` throws.
    package static func write(_ members: [Member], _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try ZipWriter.write(members.map { ZipWriter.Member(name: $0.name, bytes: $0.bytes) }, body)
    }
}
