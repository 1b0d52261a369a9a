import SketchCore
import SketchInference

/// What a fine-tuning has changed: the cost of held-out drawings, reconstruction loss + KL weight x KL loss, with the initial
/// model and with the run's best model.
public struct FineTuningGain: Hashable, Sendable {
    /// The number of held-out drawings that were compared.
    public let drawings: Int
    /// The mean cost with the initial model, rescaled and fitted to the drawings as the run started from it.
    public let before: Double
    /// The mean cost with the best model.
    public let after: Double
    /// The mean cost of training drawings with the best model. If it is much lower than `after`, the model overfits.
    public let training: Double
    /// The half width of the 95 % interval of `before - after` (Student's t of the drawings' differences); nil for one
    /// drawing.
    public let interval: Double?

    /// Whether the model has become better on drawings that it was not trained on.
    public enum Verdict: String, Hashable, Sendable {
        case better, unclear, worse
    }

    public var verdict: Verdict {
        guard let interval, abs(before - after) > interval else { return .unclear }
        return after < before ? .better : .worse
    }

    /// - Parameters:
    ///   - before: each held-out drawing's cost with the initial model; at least one.
    ///   - after: the same drawings' costs with the best model, in the same order.
    ///   - training: costs of training drawings with the best model; at least one.
    public init(before: [Double], after: [Double], training: [Double]) {
        let differences = zip(before, after).map { $0 - $1 }
        drawings = differences.count
        (self.before, self.after, self.training) = (Self.mean(before), Self.mean(after), Self.mean(training))
        guard drawings > 1 else {
            interval = nil
            return
        }
        let mean = Self.mean(differences)
        let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(drawings - 1)
        interval = Self.quantile(degrees: drawings - 1) * (variance / Double(drawings)).squareRoot()
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    /// The 97.5 % quantile of Student's t distribution: exact to 0.5 %, by the first terms of its expansion about the normal
    /// quantile from four degrees of freedom on.
    private static func quantile(degrees: Int) -> Double {
        switch degrees {
        case 1: return 12.706
        case 2: return 4.303
        case 3: return 3.182
        default:
            let (z, n) = (1.959_964, Double(degrees))
            let (z3, z5, z7) = (z * z * z, z * z * z * z * z, z * z * z * z * z * z * z)
            return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n)
                + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n)
        }
    }
}

extension TrainingRun {
    /// Compares the best model with the one that the run started from, on at most 200 held-out drawings.
    ///
    /// - Throws: `InferenceError`, `TrainingError`.
    public func gain(over initial: InitialModel) throws -> FineTuningGain {
        let weights = try initial.weights(
            for: parameters.model, scaleFactor: dataset.scaleFactor, drawings: dataset.train)
        let first = try Evaluation(model: SketchModel(configuration: parameters.model, weights: weights, scaleFactor: nil))
        let best = try Evaluation(model: SketchModel(contentsOf: modelPath))
        let heldOut = dataset.validation.evenlyChosen(about: 200)
        return FineTuningGain(
            before: costs(of: heldOut, first), after: costs(of: heldOut, best),
            training: costs(of: dataset.train.evenlyChosen(about: 200), best))
    }

    private func costs(of drawings: [Stroke3], _ evaluation: Evaluation) -> [Double] {
        let weight = parameters.klWeight
        var costs = [Double](repeating: 0, count: drawings.count)
        _ = evaluation.losses(
            of: drawings, latentSeed: parameters.seed,
            each: { costs[$0] = $1.reconstruction + weight * $1.kl })
        return costs
    }
}
