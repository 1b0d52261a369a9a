import SketchTraining

/// What a checkpoint states about the command that started its run, so that `--resume` is enough to continue it.
extension TrainJob {
    /// The options that a checkpoint stores as texts. The hyperparameters are stored as such; the others state how a run
    /// begins or do not influence it.
    private static let storedOptions: [JobOption<TrainJob>] = {
        let others = Hyperparameter.all.map(\.option) + ["resume", "force", "init", "hparams", "threads"]
        return options.all.filter { !others.contains($0.name) }
    }()

    /// Where the drawings come from, with the options that were given.
    ///
    /// - Throws: `FormatError`.
    func source() throws -> RunSource {
        let standard = Self()
        var settings: [String: [String]] = [:]
        for option in Self.storedOptions where option.texts(in: self) != option.texts(in: standard) {
            settings[option.name] = option.texts(in: self)
        }
        return try RunSource(
            names: data, isRecursive: reading.isRecursive, keepsGoing: reading.keepsGoing, settings: settings)
    }

    /// The job with the data and the options of the run's start, where this one does not give its own.
    ///
    /// - Parameters:
    ///   - source: nil for a checkpoint of an earlier version.
    ///   - checkpoint: the checkpoint's path for the error.
    /// - Throws: `TrainingError.unknownSource` if neither names the data; `UsageError` for an option that cannot be read.
    func completed(from source: RunSource?, checkpoint: String) throws -> TrainJob {
        var job = self
        let standard = Self()
        for option in Self.storedOptions where option.texts(in: self) == option.texts(in: standard) {
            for text in source?.settings[option.name] ?? [] { try option.set(text, in: &job) }
        }
        if data.isEmpty {
            guard let names = source?.names, !names.isEmpty, !names.contains("-") else {
                throw TrainingError.unknownSource(path: checkpoint)
            }
            job.data = names
        }
        return job
    }
}
