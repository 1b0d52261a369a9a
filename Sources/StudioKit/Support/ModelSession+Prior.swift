import LatentOps
import SketchInference

extension ModelSession {
    /// Latents for new drawings, by draw index: draws from the prior, or nil for a decoder-only model.
    ///
    /// - Parameter classes: the classes that drawings from the bank have; nil for all.
    /// - Throws: `StudioError.noLatentStatistics`, `.noLatentBank` or `.unknownClass`, `LatentOpsError`.
    package func latents(
        from prior: Prior, classes: [String]? = nil, seed: UInt64
    ) throws -> (_ drawIndex: UInt64) throws -> [Float]? {
        let size = model.configuration.latentSize
        switch prior {
        case .bank:
            guard let bank = model.latentBank else { throw StudioError.noLatentBank(loaded.name) }
            let rows = bank.rows(of: try classes.map { Set(try $0.map { try bankClass($0, bank) }) })
            return { try LatentDraw.bank(bank, rows: rows, seed: seed, drawIndex: $0) }
        case .standard:
            let isConditional = isConditional
            return { isConditional ? LatentDraw.prior(size: size, seed: seed, drawIndex: $0) : nil }
        case .aggregate:
            guard let statistics = model.latentStatistics else { throw StudioError.noLatentStatistics(loaded.name) }
            let posterior = try AggregatePosterior(mean: statistics.mean, covariance: statistics.covariance)
            return { try posterior.point(noise: LatentDraw.prior(size: size, seed: seed, drawIndex: $0)) }
        }
    }

    /// The classes, by draw index, of the latents that `latents` draws from the bank.
    ///
    /// - Throws: `StudioError.noLatentBank` or `.unknownClass`.
    package func words(of classes: [String], seed: UInt64) throws -> (_ drawIndex: UInt64) -> String {
        guard let bank = model.latentBank else { throw StudioError.noLatentBank(loaded.name) }
        let rows = bank.rows(of: Set(try classes.map { try bankClass($0, bank) }))
        let (names, standard) = (model.classes, model.name)
        return { LatentDraw.label(bank, rows: rows, seed: seed, drawIndex: $0).map { names[$0] } ?? standard }
    }

    /// The label of a class that has latents in the bank.
    private func bankClass(_ name: String, _ bank: LatentBank) throws -> Int {
        let known = bank.classes.map { model.classes[$0] }
        guard known.contains(name), let label = model.classes.firstIndex(of: name) else {
            throw StudioError.unknownClass(name, model: loaded.name, known: known)
        }
        return label
    }
}
