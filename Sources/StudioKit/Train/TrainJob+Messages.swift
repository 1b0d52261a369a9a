import SketchCore
import SketchTraining

/// Messages and progress of a training.
extension TrainJob {
    /// Warnings of what was found in the folder of a resumed run.
    func warn(of run: TrainingRun, _ reporter: Reporter) {
        if run.damagedLogLines > 0 {
            reporter.warn(
                "\(run.directory)/log.jsonl: \(counted(run.damagedLogLines, "line")) could not be read and "
                    + "\(run.damagedLogLines == 1 ? "was" : "were") moved to log.damaged.jsonl.")
        }
        if run.isModelMissing {
            reporter.warn("\(run.modelPath) is missing; it is written again with the weights of step \(run.step).")
        }
    }

    func describe(
        _ start: InitialModel, of run: TrainingRun, _ dataset: SketchDataset, _ reporter: Reporter
    ) {
        guard let record = run.parameters.initialModel else { return }
        let factor = String(cFormat: "%.4g", dataset.scaleFactor)
        let own = start.model.scaleFactor.map { String(cFormat: "%.4g", $0) }
        reporter.note(
            "starting from \(record.model) (hash \(record.hash)); "
                + (own.map { "scale factor \($0) becomes \(factor), weights rescaled" }
                    ?? "its scale factor is unknown, so its weights are used unchanged for \(factor)"))
        let settings = run.parameters
        reporter.message(
            "studio: at most \(counted(settings.steps, "step")), learning rate \(settings.learningRate), "
                + (settings.model.isConditional ? "KL weight \(settings.klWeight), " : "")
                + "patience \(settings.patience) validations of \(counted(settings.saveEvery, "step"))")
    }

    /// The line of progress: step, losses, KL weight, speed, time left; a note at each validation.
    func show(_ progress: TrainingProgress, _ parameters: TrainingParameters, _ reporter: Reporter) {
        func three(_ value: Double) -> String { String(cFormat: "%.3f", value) }
        var line = "step \(progress.step)/\(progress.totalSteps)  R \(three(progress.losses.reconstruction))"
        if parameters.model.isConditional {
            line += "  KL \(three(progress.losses.kl))  weight \(three(progress.klWeight))"
        }
        if let validation = progress.validation {
            reporter.note(
                "step \(progress.step)  validation R \(three(validation.reconstruction)) "
                    + "(masked \(three(validation.maskedReconstruction)))  KL \(three(validation.kl))")
        }
        line += "  \(Reporter.short(progress.sketchesPerSecond)) sketches/s"
        line += "  \(Reporter.clock(progress.secondsLeft)) left"
        reporter.live(line)
    }
}
