import SketchCore

extension BatchDecoder {
    /// The reconstruction loss of each drawing under teacher forcing: Ls + Lp (Ha & Eck 2017, equations 9 and 10) summed
    /// over the drawing's own rows and divided by N.
    ///
    /// Equals `Evaluation.drawingLosses` within rounding, without the time that training's set-up takes.
    /// - Parameters:
    ///   - drawings: rows in model units.
    ///   - latents: what to decode from, Z values per drawing.
    package func reconstructionLosses(of drawings: [Stroke5], latents: [[Float]]) -> [Double] {
        let groups = stride(from: 0, to: drawings.count, by: DecoderLane.limit).map {
            $0..<min($0 + DecoderLane.limit, drawings.count)
        }
        return groups.flatMap { losses(of: Array(drawings[$0]), latents: Array(latents[$0])) }
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
