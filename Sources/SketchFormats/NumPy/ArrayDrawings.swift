import SketchCore

/// Drawings in arrays of numbers: [n, 3] is a drawing in stroke-3, [n, 5] one in stroke-5, [n, 2] a stroke of points;
/// [B, n, 3] and [B, n, 5] are B drawings.
struct ArrayDrawings {
    let source: DrawingSource
    /// The array's name.
    let place: String
    /// The bytes that `PickleBytes` refers to.
    let bytes: [UInt8]
    /// Whether the file states that its rows are offsets.
    private let statesOffsets: Bool
    /// Whether a drawing had negative offsets, so that rows are offsets.
    private var hasOffsets = false
    /// The rows that are converted at a time.
    private static let portion = 4096
    /// The numbers of these rows.
    private var numbers: [Double] = []

    init(source: DrawingSource, place: String, bytes: [UInt8], statesOffsets: Bool = false) {
        (self.source, self.place, self.bytes, self.statesOffsets) = (source, place, bytes, statesOffsets)
    }

    static func isDrawings(_ shape: [Int]) -> Bool {
        (2...3).contains(shape.count) && (shape[shape.count - 1] == 3 || shape[shape.count - 1] == 5)
    }

    static func isStroke(_ shape: [Int]) -> Bool { shape.count == 2 && shape[1] == 2 }

    // MARK: Lists

    /// Emits the drawings of an array of objects: arrays of rows, or arrays of points that are the strokes of one drawing.
    /// - Throws: `FormatError.malformed`, `.ambiguous`, and what `emit` throws.
    mutating func forEach(in elements: [PickleArray], _ emit: (Sketch) throws -> Void) throws {
        if let sketch = try strokes(elements, at: place) {
            source.log.add(.strokeArrays, amount: sketch.strokes.count)
            return try emitUnlessEmpty(sketch, emit)
        }
        for (index, element) in elements.enumerated() {
            let position = "\(place), element \(index)"
            if let numbers = element.numbers {
                try forEach(in: numbers, at: position, emit)
            } else if let sketch = try strokes(element.elements ?? [], at: position) {
                try emitUnlessEmpty(sketch, emit)
            } else if element.elements?.isEmpty == true {
                source.log.add(.emptyDrawings)
            } else {
                throw malformed(position, "it is a list of arrays that are not strokes of points [n, 2]")
            }
        }
    }

    private func emitUnlessEmpty(_ sketch: Sketch, _ emit: (Sketch) throws -> Void) throws {
        guard !sketch.strokes.isEmpty else { return source.log.add(.emptyDrawings) }
        try emit(sketch)
    }

    /// Returns the drawing of arrays [n, 2]; nil for other arrays.
    private mutating func strokes(_ elements: [PickleArray], at position: String) throws -> Sketch? {
        guard !elements.isEmpty, elements.allSatisfy({ $0.numbers.map { Self.isStroke($0.shape) } == true }) else { return nil }
        let arrays = elements.compactMap(\.numbers)
        var count = 0
        for array in arrays {
            count += min(array.shape[0], Int.max - count)
            guard count <= source.limits[.points] else { throw tooManyPoints(position) }
        }
        return Sketch(strokes: try arrays.compactMap { try stroke($0, at: position) })
    }

    /// Returns the points of an array [n, 2]; nil without points.
    mutating func stroke(_ array: NumericArray, at position: String) throws -> [Point]? {
        let count = array.shape[0]
        guard count > 0 else { return nil }
        guard count <= source.limits[.points] else { throw tooManyPoints(position) }
        let block = Block(array: decoded(array), drawing: 0, drawings: 1, rows: count, width: 2)
        var points: [Point] = []
        points.reserveCapacity(count)
        for start in stride(from: 0, to: count, by: Self.portion) {
            let end = load(block, from: start)
            for row in start..<end {
                let (x, y) = (numbers[2 * (row - start)], numbers[2 * (row - start) + 1])
                try check(x, y, row: row, at: position)
                points.append(Point(x: x, y: y))
            }
        }
        return points
    }

    // MARK: Rows

    /// Emits the drawings of an array of numbers.
    /// - Throws: as for lists.
    mutating func forEach(in array: NumericArray, at position: String? = nil, _ emit: (Sketch) throws -> Void) throws {
        let position = position ?? place
        guard Self.isDrawings(array.shape) else { throw malformed(position, Self.reason(array.shape)) }
        let width = array.shape[array.shape.count - 1]
        let count = array.shape[array.shape.count - 2]
        let isStack = array.shape.count == 3
        let drawings = isStack ? array.shape[0] : 1
        // Without elements, the size of the data does not limit the other dimensions.
        if drawings == 0 { return }
        guard count > 0 || !isStack else { throw malformed(position, "its shape is \(array.shape), drawings without rows") }
        guard count > 0 else { return source.log.add(.emptyDrawings) }
        var block = Block(array: decoded(array), drawing: 0, drawings: drawings, rows: count, width: width)
        for drawing in 0..<drawings {
            block.drawing = drawing
            try emitUnlessEmpty(try sketch(block, at: position), emit)
        }
    }

    /// One drawing of a stack [drawings, rows, width].
    private struct Block {
        let array: NumericArray
        var drawing: Int
        let drawings: Int
        let rows: Int
        let width: Int
    }

    /// Returns the array with bytes that are not written as text, so that they are decoded once.
    private func decoded(_ array: NumericArray) -> NumericArray {
        guard case .latin1 = array.data else { return array }
        var array = array
        array.data = .owned(array.data.withBytes(in: bytes) { [UInt8]($0) })
        return array
    }

    /// Copies the numbers of the next rows to `numbers`.
    /// - Returns: the index after the last of these rows.
    private mutating func load(_ block: Block, from start: Int) -> Int {
        let (array, rows, width) = (block.array, block.rows, block.width)
        let end = min(start + Self.portion, rows)
        let size = array.type.size
        if numbers.count < (end - start) * width { numbers = [Double](repeating: 0, count: (end - start) * width) }
        array.data.withBytes(in: bytes) { data in
            numbers.withUnsafeMutableBufferPointer { numbers in
                guard array.isFortran else {
                    let range = (block.drawing * rows + start) * width * size..<(block.drawing * rows + end) * width * size
                    return array.type.copy(UnsafeRawBufferPointer(rebasing: data[range]), to: numbers)
                }
                for row in start..<end {
                    for column in 0..<width {
                        let place = block.drawing + (row + column * rows) * block.drawings
                        numbers[(row - start) * width + column] = array.type.value(data, at: place * size)
                    }
                }
            }
        }
        return end
    }

    private mutating func sketch(_ block: Block, at position: String) throws -> Sketch {
        let width = block.width
        var builder = OffsetBuilder(capacity: min(block.rows, Self.portion), limit: source.limits[.points])
        var evidence = PositionEvidence()
        let stated: Set<SketchReader.InputFormat> = [.stroke3, .stroke5, .positions]
        let isChecked = !statesOffsets && source.options.format.map(stated.contains) != true
        let isJudged = isChecked && source.trial.isOpen
        let isWatched = isChecked && (isJudged || !hasOffsets)
        var path = RowPath()
        for start in stride(from: 0, to: block.rows, by: Self.portion) {
            let end = load(block, from: start)
            for row in start..<end {
                let place = (row - start) * width
                let (x, y, third) = (numbers[place], numbers[place + 1], numbers[place + 2])
                try check(x, y, row: row, at: position)
                // The end row of stroke-5 and padding have no position.
                if isWatched, width == 3 || third == 1 || numbers[place + 3] == 1 {
                    if !hasOffsets { evidence.add(x, y) }
                    if isJudged { path.add(x, y) }
                }
                let reason =
                    width == 3 ? builder.add(x, y, third) : builder.add(x, y, third, numbers[place + 3], numbers[place + 4])
                if let reason { throw malformed(position, "row \(row) \(reason)") }
            }
            guard !builder.isFull else { throw tooManyPoints(position) }
        }
        if isJudged { source.trial.add(path) }
        if evidence.hasNegative { hasOffsets = true }
        if isChecked, source.trial.arePositions || (!hasOffsets && evidence.looksLikePositions) {
            throw FormatError.ambiguous(
                file: source.path, place: position, readings: [width == 3 ? .offsets : .bigOffsets, .positions])
        }
        if builder.padding > 0 { source.log.add(.padding, amount: builder.padding) }
        if isChecked { source.log.examine(builder.strokes.rows) }
        return source.options.format == .positions ? builder.positions : builder.sketch
    }

    @inline(__always)
    private func check(_ x: Double, _ y: Double, row: Int, at position: String) throws {
        let limit = Double(SketchReader.largestCoordinate)
        guard abs(x) <= limit, abs(y) <= limit else {
            let value = abs(x) <= limit ? y : x
            throw malformed(
                position, "row \(row) has the offset \(value), outside +-\(SketchReader.largestCoordinate)")
        }
    }

    private static func reason(_ shape: [Int]) -> String {
        let supported = "supported are [n, 3] (stroke-3), [n, 5] (stroke-5) and stacks of those"
        if shape.last == 4, (2...3).contains(shape.count) {
            return "its shape is \(shape), rows of four numbers such as (dx, dy, pen down, pen up); \(supported)"
        }
        if shape.last == 2, shape.count == 3 {
            return "its shape is \(shape), which can be \(shape[0]) strokes of one drawing or \(shape[0]) drawings of one "
                + "stroke; save each stroke as an array, or each drawing as stroke-3"
        }
        return "its shape is \(shape); \(supported)"
    }

    private func tooManyPoints(_ position: String) -> FormatError {
        source.limits.exceeded(.points, file: source.path, place: position)
    }

    private func malformed(_ position: String, _ reason: String) -> FormatError {
        .malformed(file: source.path, place: position, reason: reason)
    }
}
