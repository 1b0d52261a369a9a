import Glibc
import SketchCore

extension DrawingFormat {
    /// NumPy archives and arrays: the original data sets, or arrays of stroke-3 and stroke-5.
    static let numPy = DrawingFormat(
        names: [.npz], title: "NumPy .npz and .npy (stroke-3 and stroke-5 arrays)", hasParts: true, hasRows: true,
        limitsRows: .inEvery,
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
    let source: DrawingSource

    /// An array of an archive.
    private struct Member {
        let name: String
        let member: ZipReader.Member
        /// Nil for an array that is not named like a split.
        var split: SketchDataset.Split?
        /// The class of its drawings; empty if the name is not a class.
        var word = ""

        /// Sets the class of an array of several drawings to its name, unless that is a general one such as `data` or `arr_0`.
        mutating func setClass(_ header: NPYHeader) {
            let isGeneral = split != nil || Self.generalNames.contains(name.lowercased()) || name.contains(/^arr_[0-9]+$/)
            if !isGeneral, header.content == .objects || header.shape.count == 3 { word = name }
        }

        private static let generalNames: Set = [
            "array", "data", "dataset", "drawing", "drawings", "images", "items", "lines", "samples", "sketch", "sketches",
            "stroke", "strokes", "stroke3", "stroke5", "stroke-3", "stroke-5", "vectors", "x",
        ]
    }

    func forEachRecord(_ emit: (SketchRecord) throws -> Void) throws {
        var repeated = 0
        if source.head.starts(with: NPYHeader.magic) {
            guard source.part == nil else {
                throw FormatError.noParts(
                    file: source.path, part: source.part ?? "", form: "a single NumPy array (.npy)")
            }
            return try sketches(in: source.whole(.arrayBytes), place: "the array", repeated: &repeated) {
                try emit(SketchRecord(sketch: $0, kind: .prepared))
            }
        }
        // An archive is read from its end, so that a pipe must be in memory.
        let memory = try source.isRegular ? source.memory : source.whole(.arrayBytes)
        let archive = try ZipReader(path: source.path, memory: memory, size: source.size, limits: source.limits)
        let (arrays, areStrokes) = try chosen(of: archive)
        if let first = arrays.first(where: { !$0.word.isEmpty }) {
            source.log.add(
                .classArrays, amount: arrays.count { !$0.word.isEmpty }, example: PickleReader.shown(first.word))
        }
        if areStrokes { return try emit(try drawing(ofStrokes: arrays, archive)) }
        let names = Set(arrays.map(\.split))
        let lacksValidation = source.part == nil && names.contains(.train) && !names.contains(.validation)
        if lacksValidation { source.log.add(.noValidationArray) }
        let statesOffsets = archive.hasComment(NPZWriter.comment)
        for array in arrays {
            let bytes = try archive.bytes(of: array.member)
            try sketches(in: bytes, place: array.name, statesOffsets: statesOffsets, repeated: &repeated) { sketch in
                var record = SketchRecord(sketch: sketch, kind: .prepared)
                record.sketch.name = array.word
                record.split = array.split
                if lacksValidation, array.split == .train {
                    // Keys divide the training drawings as those of any other file.
                    record.key = record.contentKey
                    let split = SketchDataset.Split(key: record.key)
                    record.split = split == .test && names.contains(.test) ? .train : split
                }
                try emit(record)
            }
        }
    }

    /// Returns the arrays to read: the selected one; otherwise those named like splits; otherwise all that can contain
    /// drawings; otherwise those that are one stroke each. The others are logged.
    private func chosen(of archive: ZipReader) throws -> (arrays: [Member], areStrokes: Bool) {
        let arrays = archive.members.filter { $0.name.hasSuffix(".npy") }.map { member in
            let name = String(member.name.dropLast(4))
            return Member(name: name, member: member, split: SketchDataset.Split(ofArray: name))
        }
        let names = arrays.map { PickleReader.shown($0.name) }
        guard !arrays.isEmpty else {
            throw FormatError.malformed(
                file: source.path, place: "its directory of members", reason: "it contains no NumPy array (.npy)")
        }
        if let part = source.part {
            guard var array = arrays.first(where: { $0.name == part }) else {
                throw FormatError.noSuchPart(file: source.path, part: part, parts: names)
            }
            array.setClass(try header(of: array, archive))
            return ([array], false)
        }
        if Set(arrays.map(\.name)).isSuperset(of: ["mean", "model"]) {
            throw FormatError.latents(file: source.path, line: nil)
        }
        func skipOthers(than chosen: [Member]) {
            let taken = Set(chosen.map(\.name))
            let others = arrays.filter { !taken.contains($0.name) }.map { PickleReader.shown($0.name) }
            if !others.isEmpty { source.log.add(.arrays(others)) }
        }
        let splits = SketchDataset.Split.allCases.flatMap { split in arrays.filter { $0.split == split } }
        if !splits.isEmpty {
            for array in splits {
                guard let split = array.split, array.name != NPZWriter.arrayName(of: split) else { continue }
                source.log.add(.renamedArray(PickleReader.shown(array.name), split))
            }
            skipOthers(than: splits)
            return (splits, false)
        }
        let headers = try arrays.map { try header(of: $0, archive) }
        let drawings = zip(arrays, headers).filter { $1.content == .objects || ArrayDrawings.isDrawings($1.shape) }
            .map { array, header in
                var array = array
                array.setClass(header)
                return array
            }
        if !drawings.isEmpty {
            skipOthers(than: drawings)
            return (drawings, false)
        }
        let strokes = zip(arrays, headers).filter { ArrayDrawings.isStroke($1.shape) }.map(\.0)
        guard !strokes.isEmpty else {
            throw FormatError.malformed(
                file: source.path, place: "its arrays \(names.joined(separator: ", "))",
                reason: "none is a list of arrays, nor of the shape [n, 3], [n, 5] or a stack of those")
        }
        skipOthers(than: strokes)
        return (strokes, true)
    }

    private func drawing(ofStrokes arrays: [Member], _ archive: ZipReader) throws -> SketchRecord {
        var strokes: [[Point]] = []
        var count = 0
        for array in arrays {
            let bytes = try archive.bytes(of: array.member)
            let header = try header(bytes, place: array.name)
            guard case .numbers(let type) = header.content else { continue }
            var reader = ArrayDrawings(source: source, place: array.name, bytes: bytes)
            let numbers = try numbers(header, type, bytes, place: array.name)
            count += numbers.shape[0]
            guard count <= source.limits[.points] else {
                throw source.limits.exceeded(.points, file: source.path, place: array.name)
            }
            if let stroke = try reader.stroke(numbers, at: array.name) { strokes.append(stroke) }
        }
        source.log.add(.strokeArrays, amount: strokes.count)
        return try Self.record(ofPoints: Sketch(strokes: strokes), source)
    }

    /// Points, unlike offsets, can be free-hand.
    private static func record(ofPoints sketch: Sketch, _ source: DrawingSource) throws -> SketchRecord {
        guard !sketch.strokes.isEmpty else { throw FormatError.noDrawings(file: source.path) }
        let isPrepared = sketch.strokes.allSatisfy { stroke in
            stroke.allSatisfy { [$0.x, $0.y].allSatisfy { (0...255).contains($0) && $0 == $0.rounded() } }
        }
        return SketchRecord(sketch: sketch, kind: isPrepared ? .prepared : .raw)
    }

    private func header(of array: Member, _ archive: ZipReader) throws -> NPYHeader {
        try header(try archive.start(of: array.member, count: NPYHeader.largest + 12), place: array.name)
    }

    private func header(_ bytes: [UInt8], place: String) throws -> NPYHeader {
        do { return try NPYHeader(bytes) } catch let refusal as NPYHeader.Refusal {
            throw FormatError.malformed(file: source.path, place: place, reason: refusal.reason)
        }
    }

    private func numbers(_ header: NPYHeader, _ type: NumericType, _ bytes: [UInt8], place: String) throws -> NumericArray {
        let body = header.bodyStart..<bytes.count
        let (wanted, isOver) = (header.count ?? Int.max).multipliedReportingOverflow(by: type.size)
        guard !isOver, wanted == body.count else {
            throw FormatError.malformed(
                file: source.path, place: place,
                reason: "the shape \(header.shape) at \(type.size) bytes per number does not match its \(body.count) bytes")
        }
        return NumericArray(type: type, isFortran: header.isFortran, shape: header.shape, data: .range(body))
    }

    /// Emits the drawings of an `.npy` file.
    /// - Parameter repeated: accumulates the bytes of arrays that lists contain repeatedly: a pickle can refer to one array
    ///   any number of times in two bytes each.
    private func sketches(
        in bytes: [UInt8], place: String, statesOffsets: Bool = false, repeated: inout Int, _ emit: (Sketch) throws -> Void
    ) throws {
        let header = try header(bytes, place: place)
        var drawings = ArrayDrawings(source: source, place: place, bytes: bytes, statesOffsets: statesOffsets)
        switch header.content {
        case .numbers(let type):
            let array = try numbers(header, type, bytes, place: place)
            guard ArrayDrawings.isStroke(array.shape) else { return try drawings.forEach(in: array, emit) }
            guard let stroke = try drawings.stroke(array, at: place) else { return source.log.add(.emptyDrawings) }
            try emit(Sketch(strokes: [stroke]))
        case .objects:
            guard bytes.count <= source.limits.inflated(.inflation, from: source.size) else {
                throw source.limits.exceeded(.inflation, file: source.path, place: "\(place), its pickle")
            }
            let machine = PickleMachine(
                bytes, from: header.bodyStart, limits: source.limits, rowLimit: source.limits.count(.rows, in: source.size))
            let array: PickleArray
            do { array = try machine.run() } catch let refusal as PickleMachine.Refusal {
                throw refusal.fault.error(file: source.path, place: "\(place), byte \(refusal.offset) of the pickle")
            }
            if let numbers = array.numbers { return try drawings.forEach(in: numbers, emit) }
            let elements = array.elements ?? []
            repeated = min(repeated, Int.max / 2) + min(max(0, array.byteCount - bytes.count), Int.max / 2)
            guard repeated <= source.limits[.arrayBytes] else {
                throw source.limits.exceeded(
                    .arrayBytes, file: source.path, place: "\(place), repeated arrays", found: repeated)
            }
            try drawings.forEach(in: elements, emit)
        }
    }
}
