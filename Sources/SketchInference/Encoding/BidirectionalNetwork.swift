import SketchCore
import SketchSupport

/// Two recurrent cells over a drawing's rows, one forward and one backward, and their final hidden states
/// (Ha & Eck, section 3.2): the input of the encoder's and the classifier's heads.
///
/// Immutable; one value serves any number of threads.
package struct BidirectionalNetwork: Sendable {
    /// Forward, backward.
    private let directions: [any RecurrentCell]

    package init(_ directions: [any RecurrentCell]) { self.directions = directions }

    /// The width of both hidden states together, 2 E.
    package var outputSize: Int { directions.reduce(0) { $0 + $1.size } }

    /// Runs over B drawings independently. Rows from the first end row on are not read; an empty drawing gives zeros.
    ///
    /// - Parameters:
    ///   - sketches: [B][T, 5] in model units.
    ///   - threads: at most this many; the result does not depend on it.
    /// - Returns: h_fw || h_bw, [B, outputSize], in the drawings' order.
    package func run(_ sketches: [Stroke5], threads: Int) -> FloatBuffer {
        let rows = sketches.map { sketch in sketch.rows.prefix { $0.pen != .end } }
        // Longest first, so that neighbours end at about the same step and no long drawing is left for the end.
        let order = rows.indices.sorted { (rows[$0].count, $1) > (rows[$1].count, $0) }
        let groups = stride(from: 0, to: order.count, by: Self.groupSize).map {
            order[$0..<min($0 + Self.groupSize, order.count)]
        }
        let starts = directions.indices.map { directions[..<$0].reduce(0) { $0 + $1.size } }
        let width = outputSize
        let finalHidden = FloatBuffer(uninitialized: sketches.count * width)
        // Each direction of a group is one piece of work, so a single drawing uses two threads. Pieces write to separate
        // rows and columns.
        let pieces = groups.count * directions.count
        let queue = WorkQueue(count: pieces)
        Workers.run(threads: min(threads, pieces)) {
            while let piece = queue.take().first {
                let (group, direction) = (groups[piece / directions.count], piece % directions.count)
                let own = run(directions[direction], over: group.map { rows[$0] }, isBackward: direction == 1)
                let size = directions[direction].size
                for (slot, index) in group.enumerated() {
                    (finalHidden.base + index * width + starts[direction]).update(from: own.base + slot * size, count: size)
                }
            }
        }
        return finalHidden
    }

    /// Drawings that run in lockstep: a multiple of the kernel's six rows.
    private static let groupSize = 48
    /// Floats of projected input computed at a time: of several steps for few drawings, of one step for many.
    private static let projectedLimit = 1 << 16

    /// The final hidden states [B, n] of one direction over drawings in descending order of length, so that those still
    /// running are always the first ones.
    private func run(
        _ cell: any RecurrentCell, over drawings: [ArraySlice<Stroke5.Row>], isBackward: Bool
    ) -> FloatBuffer {
        let batch = drawings.count
        let longest = drawings.first?.count ?? 0
        let stepLimit = max(1, min(Self.projectedLimit / (batch * cell.projectedSize), longest))
        let input = FloatBuffer(count: stepLimit * batch * 5)
        let projected = FloatBuffer(count: stepLimit * batch * cell.projectedSize)
        let state = FloatBuffer(count: batch * cell.stateSize)
        let scratch = FloatBuffer(count: batch * cell.scratchSize)
        var isDescending = false
        var active = batch
        var counts: [Int] = []
        counts.reserveCapacity(stepLimit)
        for start in stride(from: 0, to: longest, by: stepLimit) {
            counts.removeAll(keepingCapacity: true)
            var filled = 0
            for step in start..<min(start + stepLimit, longest) {
                while active > 0, drawings[active - 1].count <= step { active -= 1 }
                for slot in 0..<active {
                    let own = drawings[slot]
                    let row = isBackward ? own.endIndex - 1 - step : own.startIndex + step
                    own[row].write(to: input.base + (filled + slot) * 5)
                }
                counts.append(active)
                filled += active
            }
            cell.project(input.base, rows: filled, prepared: input.base, to: projected.base)
            var used = 0
            for count in counts {
                cell.step(
                    projected: projected.base + used * cell.projectedSize, batch: count, state: state.base,
                    scratch: scratch.base, descending: isDescending)
                isDescending.toggle()
                used += count
            }
        }
        let hidden = FloatBuffer(uninitialized: batch * cell.size)
        for slot in 0..<batch {
            (hidden.base + slot * cell.size).update(
                from: state.base + slot * cell.stateSize + cell.outputOffset, count: cell.size)
        }
        return hidden
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
