import SketchInference

extension TrainingParameters {
    /// The settings that fine-tune a trained model where nothing else is asked for. They depend on the number of training
    /// drawings only; Docs/Training.md states the measurements behind them.
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
        return parameters
    }
}
