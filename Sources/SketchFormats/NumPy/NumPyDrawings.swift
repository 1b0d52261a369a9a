import Foundation
import SketchCore

extension DrawingFormat {
    /// NumPy archives and arrays: the original data sets, or arrays of stroke-3 and stroke-5.
    static let numPy = DrawingFormat(
        names: [.npz], title: "NumPy .npz and .npy (stroke-3 and stroke-5 arrays)", hasParts: true,
        recognises: { head in
            if head.starts(with: NPYHeader.magic) { return true }
            // A local file header with the first member's name.
            guard head.starts(with: [0x50, 0x4B, 3, 4]), head.bytes.count > 30 else { return false }
            let length = Int(head.bytes[26]) | Int(head.bytes[27]) << 8
            return head.bytes.dropFirst(30).prefix(length).suffix(4).elementsEqual(".npy".utf8)
        },
        read: { try NumPyDrawings(source: $0).forEachRecord($1) })
}

/// Reads the arrays of an archive one by one; memory is bounded by the largest array.
struct NumPyDrawings {
    /// The arrays of the original data sets in the order in which they are read, with their splits.
    private static let splits = SketchDataset.Split.allCases.map { (name: NPZWriter.arrayName(of: $0), split: $0) }

    let source: DrawingSource

    func forEachRecord(_ emit: (SketchRecord) throws -> Void) throws {
        if source.head.starts(with: NPYHeader.magic) {
            guard source.part == nil else {
                throw FormatError.noParts(
                    file: source.path, part: source.part ?? "", form: "a single NumPy array (.npy)")
            }
            var repeated = 0
            let bytes = try source.whole(.arrayBytes)
            return try records(in: bytes, place: "the array", split: nil, repeated: &repeated, emit)
        }
        guard source.isRegular else {
            throw FormatError.unreadable(file: source.path, reason: "an archive must be a file, not a pipe")
        }
        let archive = try ZipReader(path: source.path, memory: source.memory, limits: source.limits)
        var repeated = 0
        for (name, member) in try chosen(of: archive) {
            try records(
                in: try archive.bytes(of: member), place: name, split: Self.splits.first { $0.name == name }?.split,
                repeated: &repeated, emit)
        }
    }

    /// Returns the arrays to read: the selected one; otherwise train, valid and test; otherwise all that can contain drawings.
    private func chosen(of archive: ZipReader) throws -> [(name: String, member: ZipReader.Member)] {
        let arrays = archive.members.filter { $0.name.hasSuffix(".npy") }.map { (name: String($0.name.dropLast(4)), member: $0) }
        let names = arrays.map { PickleReader.shown($0.name) }
        guard !arrays.isEmpty else {
            throw FormatError.malformed(
                file: source.path, place: "its directory of members", reason: "it contains no NumPy array (.npy)")
        }
        if let part = source.part {
            guard let array = arrays.first(where: { $0.name == part }) else {
                throw FormatError.noSuchPart(file: source.path, part: part, parts: names)
            }
            return [array]
        }
        let splits = Self.splits.compactMap { split in arrays.first { $0.name == split.name } }
        if !splits.isEmpty { return splits }
        let drawings = try arrays.filter { array in
            let head = try archive.start(of: array.member, count: NPYHeader.largest + 12)
            let header = try self.header(head, place: array.name)
            return header.content == .objects || ArrayDrawings.isDrawings(header.shape)
        }
        guard !drawings.isEmpty else {
            throw FormatError.malformed(
                file: source.path, place: "its arrays \(names.joined(separator: ", "))",
                reason: "none is a list of arrays, nor of the shape [n, 3], [n, 5] or a stack of those")
        }
        return drawings
    }

    private func header(_ bytes: [UInt8], place: String) throws -> NPYHeader {
        do { return try NPYHeader(bytes) } catch let refusal as NPYHeader.Refusal {
            throw FormatError.malformed(file: source.path, place: place, reason: refusal.reason)
        }
    }

    /// - Parameter repeated: accumulates the bytes of arrays that lists contain repeatedly: a pickle can refer to one array
    ///   any number of times in two bytes each.
    private func records(
        in bytes: [UInt8], place: String, split: SketchDataset.Split?, repeated: inout Int,
        _ emit: (SketchRecord) throws -> Void
    ) throws {
        let header = try header(bytes, place: place)
        let drawings = ArrayDrawings(file: source.path, place: place, bytes: bytes)
        func record(_ strokes: Stroke3) throws {
            var record = SketchRecord(sketch: strokes.sketch(), kind: .prepared)
            record.split = split
            try emit(record)
        }
        switch header.content {
        case .numbers(let type):
            let body = header.bodyStart..<bytes.count
            let (wanted, isOver) = (header.count ?? Int.max).multipliedReportingOverflow(by: type.size)
            guard !isOver, wanted == body.count else {
                throw FormatError.malformed(
                    file: source.path, place: place,
                    reason: "the shape \(header.shape) at \(type.size) bytes per number does not match its \(body.count) bytes")
            }
            let array = NumericArray(type: type, isFortran: header.isFortran, shape: header.shape, data: .range(body))
            try drawings.forEach(in: array, record)
        case .objects:
            let machine = PickleMachine(bytes, from: header.bodyStart, limits: source.limits)
            let array: PickleArray
            do { array = try machine.run() } catch let refusal as PickleMachine.Refusal {
                throw refusal.fault.error(file: source.path, place: "\(place), byte \(refusal.offset) of the pickle")
            }
            if let numbers = array.numbers { return try drawings.forEach(in: numbers, record) }
            let elements = (array.elements ?? []).compactMap(\.numbers)
            repeated += max(0, elements.reduce(0) { $0 + $1.byteCount } - bytes.count)
            guard repeated <= source.limits[.arrayBytes] else {
                throw source.limits.exceeded(
                    .arrayBytes, file: source.path, place: "\(place), repeated arrays", found: repeated)
            }
            for (index, numbers) in elements.enumerated() { try drawings.forEach(in: numbers, element: index, record) }
        }
    }
}
