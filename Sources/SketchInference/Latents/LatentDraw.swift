import LatentOps

/// Draws in latent space. They use blocks of the random stream that decoding does not reach, so that a drawing's latent and
/// rows can have one seed and draw index.
public enum LatentDraw {
    private static let firstBlock: UInt64 = 1 << 63

    /// z ~ N(0, 1), the prior; `size` values.
    public static func prior(size: Int, seed: UInt64, drawIndex: UInt64) -> [Float] {
        var values: [Float] = []
        values.reserveCapacity(size + 1)
        let source = Philox(seed: seed, stream: drawIndex)
        var block = firstBlock
        while values.count < size {
            let pair = source.normals(block)
            values.append(Float(pair.0))
            values.append(Float(pair.1))
            block += 1
        }
        return Array(values.prefix(size))
    }

    /// A latent near those of real drawings: `LatentBank.blend` with the noise of a seed and a draw index; Z values.
    ///
    /// - Parameter rows: the latents of the bank to start from; see `LatentBank.rows(of:)`.
    /// - Throws: `LatentOpsError.emptyBank`.
    public static func bank(_ bank: LatentBank, rows: [Int], seed: UInt64, drawIndex: UInt64) throws -> [Float] {
        let source = Philox(seed: seed, stream: drawIndex)
        let (latent, neighbour) = source.uniforms(firstBlock)
        return try bank.blend(rows: rows, noise: (latent, neighbour, source.uniforms(firstBlock + 1).0))
    }

    /// The class of the latent that `bank` draws, as an index of the model's classes; nil without rows.
    public static func label(_ bank: LatentBank, rows: [Int], seed: UInt64, drawIndex: UInt64) -> Int? {
        bank.label(ofBlend: rows, noise: Philox(seed: seed, stream: drawIndex).uniforms(firstBlock).0)
    }

    /// z = mu + sigma * eps, with sigma = exp(log variance / 2) and eps ~ N(0, 1) (Ha & Eck, equation 3); Z values. The mean
    /// itself if the latent has no variance.
    public static func posterior(_ latent: Latent, seed: UInt64, drawIndex: UInt64) -> [Float] {
        posterior(latent, count: 1, seed: seed, drawIndex: drawIndex).first ?? latent.mean
    }

    /// Independent draws from q(z|x), [count][Z]. A longer list begins with the draws of a shorter one.
    public static func posterior(_ latent: Latent, count: Int, seed: UInt64, drawIndex: UInt64) -> [[Float]] {
        guard let logVariance = latent.logVariance else { return Array(repeating: latent.mean, count: max(count, 0)) }
        let z = latent.size
        let noise = prior(size: max(count, 0) * z, seed: seed, drawIndex: drawIndex)
        let sigma = Elementwise.exp(logVariance.map { $0 / 2 })
        return stride(from: 0, to: noise.count, by: max(z, 1)).map { start in
            (0..<z).map { latent.mean[$0] + sigma[$0] * noise[start + $0] }
        }
    }
}
