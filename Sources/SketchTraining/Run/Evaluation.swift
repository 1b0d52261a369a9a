import SketchCore
import SketchInference
import SketchSupport

/// Reconstruction and KL loss of a model over drawings, as the paper reports them.
public final class Evaluation {
    private let trainer: Trainer<Float>

    /// - Throws: `InferenceError.unsupportedConfiguration`; `TrainingError.noOpenBLAS`, `.unknownTensor` or `.tensorShape`.
    public init(model: SketchModel) throws {
        trainer = try Trainer(model.configuration, weights: model.weights)
    }

    init(trainer: Trainer<Float>) { self.trainer = trainer }

    /// Every row is computed; the padding's losses are not estimated, or the result would depend on the batch.
    private static var step: Trainer<Float>.Step {
        var step = Trainer<Float>.Step()
        step.differentiates = false
        step.runsFullLength = true
        return step
    }

    /// The mean losses over all drawings.
    /// - Parameters:
    ///   - drawings: in model units, none longer than the model's `max_seq_len`.
    ///   - latentSeed: the seed of the noise with which latents are drawn; nil decodes from the means.
    ///   - drawIndices: the draw index of each drawing's noise; nil uses the drawings' indices.
    ///   - batchSize: the number of drawings computed together. It changes the time, and the means only by rounding; numbers
    ///     below 1 count as 1.
    ///   - progress: called with the number of drawings done.
    ///   - each: called with each drawing's index in `drawings` and its own losses, in no particular order.
    public func losses(
        of drawings: [Stroke3], latentSeed: UInt64?, drawIndices: [UInt64]? = nil, batchSize: Int = 100,
        progress: (Int) -> Void = { _ in }, each: ((_ index: Int, _ losses: Losses) -> Void)? = nil
    ) -> Losses {
        let order = drawings.indices.sorted { (drawings[$0].count, $0) < (drawings[$1].count, $1) }
        let batchSize = max(1, batchSize)
        var total = Losses.zero
        for start in stride(from: 0, to: order.count, by: batchSize) {
            let members = order[start..<min(start + batchSize, order.count)]
            var step = Self.step
            if let latentSeed, trainer.configuration.isConditional {
                step.noise = members.flatMap { index in
                    var random = PhiloxSequence(
                        seed: latentSeed, stream: RandomStream.validationNoise &+ (drawIndices?[index] ?? UInt64(index)))
                    return random.nextNormals(trainer.configuration.latentSize)
                }
            }
            let batch = members.map { drawings[$0] }
            let losses = trainer.evaluate(batch, step)
            if let each { for (index, own) in zip(members, trainer.lossesOfEach(batch)) { each(index, own) } }
            let share = Double(members.count) / Double(order.count)
            total.offset += losses.offset * share
            total.pen += losses.pen * share
            total.maskedPen += losses.maskedPen * share
            total.kl += losses.kl * share
            progress(start + members.count)
        }
        return total
    }

    /// Each drawing's reconstruction loss over its own rows (divided by N), decoded from the posterior mean, in order.
    ///
    /// `SketchDecoder.reconstructionLosses` computes the same to within rounding, without OpenBLAS and from any latent. This
    /// method uses the trainer's parameters, which change at every step of a run.
    ///
    /// - Parameter drawings: in model units, none longer than the model's `max_seq_len`.
    public func drawingLosses(of drawings: [Stroke3]) -> [Double] {
        var step = Self.step
        step.runsFullLength = false
        return stride(from: 0, to: drawings.count, by: 100).flatMap { start in
            trainer.drawingLosses(Array(drawings[start..<min(start + 100, drawings.count)]), step)
        }
    }

    /// The loss that `share` of the drawings do not exceed, estimated from a thousand or so, evenly chosen.
    func lossQuantile(_ share: Double, of drawings: [Stroke3]) -> Double? {
        let losses = drawingLosses(of: drawings.evenlyChosen(about: 1000)).sorted()
        return Quantile.value(after: share, ofSorted: losses)
    }
}
