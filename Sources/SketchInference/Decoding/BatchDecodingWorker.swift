import SketchCore
import SketchSupport

/// One thread's share of a decoding: a batch of drawings that advance in lockstep, each at its own step. A finished
/// drawing leaves the batch, so no step is wasted, and waiting drawings take the free slots, so that the weights read by
/// a step serve as many drawings as possible.
struct BatchDecodingWorker {
    /// The largest batch B: enough to reuse every weight well, small enough for the second-level cache.
    static let limit = 64

    private let network: DecoderNetwork
    private let sampler: MixtureSampler
    /// Nil where likelihoods are not needed.
    private let likelihood: RowLikelihood?
    private let requests: [DecodeRequest]
    private let length: DecodeLength
    private let pixelsPerUnit: Double
    private let batch: DecoderNetwork.Batch
    /// Slots that must be free before waiting drawings start: starting several together reads the initial layer's weights
    /// once.
    private let threshold: Int

    init(
        network: DecoderNetwork, sampler: MixtureSampler, likelihood: RowLikelihood?, requests: [DecodeRequest],
        length: DecodeLength, capacity: Int, pixelsPerUnit: Double
    ) {
        self.network = network
        self.sampler = sampler
        self.likelihood = likelihood
        self.requests = requests
        self.length = length
        self.pixelsPerUnit = pixelsPerUnit
        batch = DecoderNetwork.Batch(network, capacity: capacity)
        threshold = max(1, capacity / 6)
    }

    /// An unfinished drawing: one row of the batch.
    private struct Slot {
        let request: Int
        let prefixCount: Int
        var rows: [Stroke5.Row]
        var step = 0
        /// The sum of the log likelihoods of the decoder's rows, and their number.
        var likelihood = 0.0
        var measured = 0
    }

    /// Decodes requests from the queue until it is empty.
    func run(queue: WorkQueue, results: Results<DecodedSketch>, draws: (Int, Int) -> StepDraws) {
        var slots: [Slot] = []
        slots.reserveCapacity(batch.capacity)
        var isQueueEmpty = false
        while true {
            if !isQueueEmpty, slots.isEmpty || batch.capacity - slots.count >= threshold {
                let taken = queue.take(upTo: batch.capacity - slots.count)
                isQueueEmpty = taken.isEmpty
                start(taken, slots: &slots)
            }
            if slots.isEmpty { return }
            if length.limit > 0 { batch.step(active: slots.count) }
            var index = 0
            while index < slots.count {
                guard let result = advance(&slots[index], at: index, draws: draws) else {
                    index += 1
                    continue
                }
                results.set(slots[index].request, result)
                let last = slots.count - 1
                batch.move(last, to: index)
                slots.swapAt(index, last)
                slots.removeLast()
            }
        }
    }

    private func start(_ taken: Range<Int>, slots: inout [Slot]) {
        guard !taken.isEmpty else { return }
        batch.start(latents: taken.map { requests[$0].latent ?? [] }, at: slots.count)
        for index in taken {
            // An end row in the prefix would stop the drawing.
            let prefix = requests[index].prefix.prefix { $0.pen != .end }.prefix(length.limit)
            var rows = Array(prefix)
            rows.reserveCapacity(min(length.limit, 512))
            Stroke5.Row.start.write(to: batch.input.base + slots.count * 5)
            slots.append(Slot(request: index, prefixCount: rows.count, rows: rows))
        }
    }

    /// Samples one row from the last output. Returns the drawing when it is finished.
    private func advance(
        _ slot: inout Slot, at index: Int, draws: (Int, Int) -> StepDraws
    ) -> Result<DecodedSketch, any Error>? {
        func finished(reachedEnd: Bool) -> Result<DecodedSketch, any Error> {
            .success(
                DecodedSketch(
                    stroke5: Stroke5(rows: slot.rows), prefixCount: slot.prefixCount, reachedEnd: reachedEnd,
                    pixelsPerUnit: pixelsPerUnit,
                    meanLogLikelihood: likelihood.map { _ in slot.likelihood / Double(max(slot.measured, 1)) }))
        }
        guard slot.step < length.limit else { return finished(reachedEnd: false) }
        let row: Stroke5.Row
        if slot.step < slot.prefixCount {
            row = slot.rows[slot.step]
        } else {
            let output = UnsafePointer(batch.output.base + index * network.outputSize)
            row = sampler.row(
                output, sampling: requests[slot.request].sampling, draws: draws(slot.request, slot.step))
            guard row.dx.isFinite, row.dy.isFinite else {
                return .failure(
                    InferenceError.numericalFailure(
                        detail: "row \(slot.step) of drawing \(slot.request) (counted from 0)"))
            }
            if let likelihood {
                slot.likelihood += likelihood.value(output, row)
                slot.measured += 1
            }
            if row.pen == .end, case .untilEnd = length { return finished(reachedEnd: true) }
            slot.rows.append(row)
        }
        row.write(to: batch.input.base + index * 5)
        slot.step += 1
        if slot.step < length.limit { return nil }
        let hasEnd = slot.rows[slot.prefixCount...].contains { $0.pen == .end }
        return finished(reachedEnd: hasEnd)
    }
}
