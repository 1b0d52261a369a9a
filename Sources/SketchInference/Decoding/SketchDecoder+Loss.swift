import SketchCore

extension SketchDecoder {
    /// The reconstruction losses of drawings in pixels, each from its latent; see `reconstructionLosses(ofRows:latents:)`.
    ///
    /// - Throws: `SketchError` for a drawing that has no rows, `InferenceError.latentSize`.
    public func reconstructionLosses(of records: [SketchRecord], latents: [Latent]) throws -> [Double] {
        try reconstructionLosses(ofRows: records.map { try units.rows(of: $0) }, latents: latents.map(\.mean))
    }

    /// The reconstruction losses of drawings, each decoded with its own rows as input (teacher forcing): Ls + Lp (Ha & Eck,
    /// equations 9 and 10) summed over the drawing's own rows and divided by N. Training computes the same to within
    /// rounding.
    ///
    /// - Parameters:
    ///   - rows: [B][T, 5] in model units, without end rows.
    ///   - latents: [B][Z]; empty lists for a decoder-only model.
    /// - Throws: `InferenceError.latentSize` for a latent of another size, or unless there is one for each drawing.
    public func reconstructionLosses(ofRows rows: [Stroke5], latents: [[Float]]) throws -> [Double] {
        guard rows.count == latents.count else {
            throw InferenceError.latentCount(found: latents.count, expected: rows.count)
        }
        for latent in latents { try network.checkLatent(latent) }
        let groups = stride(from: 0, to: rows.count, by: BatchDecodingWorker.limit).map {
            $0..<min($0 + BatchDecodingWorker.limit, rows.count)
        }
        return groups.flatMap { losses(of: Array(rows[$0]), latents: Array(latents[$0])) }
    }

    private func losses(of drawings: [Stroke5], latents: [[Float]]) -> [Double] {
        // Longest first, so that those still running are the first rows of the batch.
        let order = drawings.indices.sorted { (drawings[$0].count, $1) > (drawings[$1].count, $0) }
        let batch = DecoderNetwork.Batch(network, capacity: drawings.count)
        batch.start(latents: order.map { latents[$0] })
        for slot in order.indices { Stroke5.Row.start.write(to: batch.input.base + slot * 5) }
        let rule = MixtureDensityLoss<Double>(mixtureCount: (network.outputSize - 3) / 6)
        let (outputs, target) = (Buffer<Double>(count: network.outputSize), Buffer<Double>(count: 5))
        let scratch = Buffer<Double>(count: rule.scratchCount)
        var losses = [Double](repeating: 0, count: drawings.count)
        var active = drawings.count
        var step = 0
        while true {
            while active > 0, drawings[order[active - 1]].count <= step { active -= 1 }
            if active == 0 { break }
            batch.step(active: active)
            for slot in 0..<active {
                let row = drawings[order[slot]].rows[step]
                row.write(to: batch.input.base + slot * 5)
                for k in 0..<5 { target.base[k] = Double(batch.input.base[slot * 5 + k]) }
                for k in 0..<network.outputSize {
                    outputs.base[k] = Double(batch.output.base[slot * network.outputSize + k])
                }
                let loss = rule.evaluate(
                    outputs.vector, target: target.vector, offsetWeight: 1, penWeight: 1, gradient: nil,
                    scratch: scratch.vector)
                losses[order[slot]] += loss.offset + loss.pen
            }
            step += 1
        }
        return losses.map { $0 / Double(maxLength) }
    }
}
