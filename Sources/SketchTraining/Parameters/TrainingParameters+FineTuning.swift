import SketchInference

extension TrainingParameters {
    /// The default settings for fine-tuning a trained model. They depend only on the number of training drawings;
    /// Docs/FineTuning.md has measurements.
    ///
    /// - Parameters:
    ///   - model: cells and sizes of the initial model.
    ///   - drawings: the number of training drawings.
    public static func fineTuning(_ model: ModelConfiguration, drawings: Int) -> TrainingParameters {
        var parameters = TrainingParameters()
        parameters.model = model
        parameters.steps =
            switch drawings {
            case ..<100: 150
            case ..<1_000: 600
            case ..<10_000: 1_500
            default: 4_000
            }
        parameters.saveEvery = parameters.steps / 10
        parameters.patience = 3
        parameters.learningRate = drawings < 100 ? 3e-4 : 6e-4
        parameters.schedule = .cosine
        parameters.warmupSteps = 50
        (parameters.klWeight, parameters.klWeightStart, parameters.klTolerance) = (0.25, 0.25, 0.02)
        parameters.averageDecay = 0.99
        (parameters.rotation, parameters.shear) = (4, 0.08)
        // Measured: without dropout the cost of held-out drawings is lower.
        parameters.recurrentKeep = 1
        return parameters
    }
}
