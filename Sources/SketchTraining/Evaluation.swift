import SketchCore
import SketchInference

/// Reconstruction and KL loss of a model over drawings, as the paper reports them.
public final class Evaluation {
    private let trainer: Trainer<Float>
    private let maxLength: Int

    /// - Throws: `InferenceError.unsupportedConfiguration`.
    public init(model: SketchModel) throws {
        trainer = try Trainer(model.configuration, weights: model.weights)
        maxLength = model.configuration.maxLength
    }

    init(trainer: Trainer<Float>) {
        self.trainer = trainer
        maxLength = trainer.configuration.maxLength
    }

    /// Mean losses over all drawings.
    /// - Parameters:
    ///   - drawings: in model units, none longer than the model's `max_seq_len`.
    ///   - latentSeed: decodes from a draw of the latent, keyed by this seed and the drawing's place;
    ///     nil decodes from the mean.
    ///   - firstIndex: the first drawing's place, where more were judged before.
    ///   - batchSize: drawings computed together; it changes the time, and the losses by rounding alone.
    ///   - progress: called with the number of drawings done.
    public func losses(
        of drawings: [Stroke3], latentSeed: UInt64?, firstIndex: Int = 0, batchSize: Int = 100,
        progress: (Int) -> Void = { _ in }
    ) -> Losses {
        let order = drawings.indices.sorted { (drawings[$0].count, $0) < (drawings[$1].count, $1) }
        var total = Losses(offset: 0, pen: 0, maskedPen: 0, kl: 0)
        let z = trainer.configuration.latentSize
        // Every row counts and not an estimate of the padding's, or the losses would depend on the batch.
        let wasFull = trainer.runsFullLength
        trainer.runsFullLength = true
        defer { trainer.runsFullLength = wasFull }
        for start in stride(from: 0, to: order.count, by: batchSize) {
            let members = order[start..<min(start + batchSize, order.count)]
            var step = Trainer<Float>.Step()
            step.differentiates = false
            if let latentSeed, trainer.configuration.isConditional {
                step.noise = members.flatMap { index in
                    var random = PhiloxSequence(
                        seed: latentSeed, stream: RandomStream.validationNoise + UInt64(firstIndex + index))
                    return random.nextNormals(z)
                }
            }
            let batch = SketchBatch(members.map { drawings[$0] }, maxLength: maxLength)
            let losses = trainer.evaluate(batch, step)
            let share = Double(members.count) / Double(order.count)
            total.offset += losses.offset * share
            total.pen += losses.pen * share
            total.maskedPen += losses.maskedPen * share
            total.kl += losses.kl * share
            progress(start + members.count)
        }
        return total
    }

    /// Each drawing's reconstruction loss over its own rows (divided by N), decoded from the latent's mean, in
    /// order.
    /// - Parameter drawings: in model units, none longer than the model's `max_seq_len`.
    public func drawingLosses(of drawings: [Stroke3]) -> [Double] {
        stride(from: 0, to: drawings.count, by: 100).flatMap { start in
            var step = Trainer<Float>.Step()
            step.differentiates = false
            let part = drawings[start..<min(start + 100, drawings.count)]
            return trainer.drawingLosses(SketchBatch(Array(part), maxLength: maxLength), step)
        }
    }

    /// The loss that `share` of the drawings stay below; of many drawings, a thousand evenly chosen ones are looked at.
    func lossQuantile(_ share: Double, of drawings: [Stroke3]) -> Double? {
        let stride = max(1, drawings.count / 1000)
        let chosen = drawings.indices.filter { $0 % stride == 0 }.map { drawings[$0] }
        let losses = drawingLosses(of: chosen).sorted()
        return losses.isEmpty ? nil : losses[min(Int(Double(losses.count) * share), losses.count - 1)]
    }
}
