import SketchData

/// Two recurrent cells over a drawing's rows, one forwards, one backwards, and the last h of each side by side
/// (Ha & Eck, section 3.2): what the encoder's heads and the classifier's read.
///
/// Immutable; one value serves any number of threads.
struct BidirectionalNetwork: Sendable {
    /// Forwards, backwards.
    private let directions: [any RecurrentCell]

    init(_ directions: [any RecurrentCell]) { self.directions = directions }

    /// The width of both h together.
    var outputSize: Int { directions.reduce(0) { $0 + $1.size } }

    /// One group of B drawings in lockstep, each as if it were alone. Rows from the first end row on are not
    /// read; an empty drawing gives zeros. Rows are ordered by falling length, so that those still running are
    /// always the first ones.
    /// - Returns: h_fw || h_bw, [B, outputSize], in the drawings' order.
    func run(_ sketches: [Stroke5]) -> FloatBuffer {
        let batch = sketches.count
        let rows = sketches.map { sketch in sketch.rows.prefix { $0.pen != .end } }
        let order = rows.indices.sorted { (rows[$0].count, $1) > (rows[$1].count, $0) }
        let longest = order.first.map { rows[$0].count } ?? 0
        let hidden = outputSize
        let concatenated = FloatBuffer(count: batch * hidden)
        let input = FloatBuffer(count: batch * 5)
        var column = 0
        for (direction, cell) in directions.enumerated() {
            let state = FloatBuffer(count: batch * cell.stateSize)
            let scratch = FloatBuffer(count: batch * cell.scratchSize)
            var active = batch
            for step in 0..<longest {
                while active > 0, rows[order[active - 1]].count <= step { active -= 1 }
                for slot in 0..<active {
                    let own = rows[order[slot]]
                    own[direction == 0 ? step : own.count - 1 - step].write(to: input.base + slot * 5)
                }
                cell.step(
                    input: input.base, inputStride: 5, batch: active, prepared: input.base,
                    state: state.base, scratch: scratch.base)
            }
            for slot in 0..<batch {
                (concatenated.base + order[slot] * hidden + column).update(
                    from: state.base + slot * cell.stateSize + cell.outputOffset, count: cell.size)
            }
            column += cell.size
        }
        return concatenated
    }
}

extension Stroke5.Row {
    /// Writes the row's five values, one-hot pen last, to `target`.
    func write(to target: UnsafeMutablePointer<Float>) {
        target[0] = dx
        target[1] = dy
        target[2] = pen == .down ? 1 : 0
        target[3] = pen == .up ? 1 : 0
        target[4] = pen == .end ? 1 : 0
    }
}
