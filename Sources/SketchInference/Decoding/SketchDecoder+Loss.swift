import Foundation
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
        var losses = [Double](repeating: 0, count: drawings.count)
        var active = drawings.count
        var step = 0
        while true {
            while active > 0, drawings[order[active - 1]].count <= step { active -= 1 }
            if active == 0 { break }
            batch.step(active: active)
            for slot in 0..<active {
                let row = drawings[order[slot]].rows[step]
                losses[order[slot]] += loss(of: row, output: batch.output.base + slot * network.outputSize)
                row.write(to: batch.input.base + slot * 5)
            }
            step += 1
        }
        return losses.map { $0 / Double(maxLength) }
    }

    /// Ls + Lp of one row, from the output y [6M + 3] in `MixtureSampler`'s order.
    private func loss(of row: Stroke5.Row, output y: UnsafePointer<Float>) -> Double {
        func logSum(_ from: Int, _ count: Int) -> Double {
            let top = (from..<from + count).reduce(-Double.infinity) { max($0, Double(y[$1])) }
            return top + log((from..<from + count).reduce(0) { $0 + exp(Double(y[$1]) - top) })
        }
        let m = (network.outputSize - 3) / 6
        let pen = logSum(0, 3) - Double(y[row.pen.rawValue])
        let weights = logSum(3, m)
        var likelihood = 0.0
        for k in 0..<m {
            func value(_ block: Int) -> Double { Double(y[3 + block * m + k]) }
            // The original's densities are not finite beyond e^40.
            let (logX, logY) = (min(max(value(3), -40), 40), min(max(value(4), -40), 40))
            let rho = tanh(value(5))
            let rest = 1 / pow(cosh(min(abs(value(5)), 40)), 2)
            let (a, b) = ((Double(row.dx) - value(1)) / exp(logX), (Double(row.dy) - value(2)) / exp(logY))
            let distance = (a - rho * b) * (a - rho * b) + rest * b * b
            likelihood += exp(
                value(0) - weights - logX - logY - log(rest) / 2 - log(2 * Double.pi) - distance / (2 * rest))
        }
        return pen - log(min(likelihood, Double(Float.greatestFiniteMagnitude)) + 1e-6)
    }
}
