import SketchRendering

/// A job whose result is a picture. The picture's recipe contains the job, so that it can be run again.
public protocol PictureJob: StudioJob {
    /// Whether the job, as its options are set, writes one picture to `output` and nothing else: only then may a recipe
    /// run it.
    var makesPicture: Bool { get }
}

extension PictureJob {
    public var makesPicture: Bool { true }
    public var outputExtensions: [String]? { PictureFormat.allCases.map(\.rawValue) }

    /// The recipe of the job's picture.
    ///
    /// - Parameters:
    ///   - models: the models that made it.
    ///   - latentBanks: the models' banks that it depends on.
    ///   - seed: nil for a picture without random numbers.
    ///   - inputs: the drawings or other files that went into it.
    package func recipe(
        models: [Recipe.Source] = [], latentBanks: [Recipe.Source] = [], seed: UInt64? = nil, inputs: [Recipe.Source] = []
    ) -> Recipe {
        let settings = Self.options.all.compactMap { option -> RecipeEntry? in
            guard let key = option.settingKey, let value = option.setting(self) else { return nil }
            return RecipeEntry(key, value)
        }
        return Recipe(
            version: Version.current, command: commandText, models: models, latentBanks: latentBanks, seed: seed,
            settings: settings, inputs: inputs)
    }

    /// Where the picture goes, once the folder can be written: before the long work.
    ///
    /// - Throws: `FileError`.
    package func pictureFile(default name: @autoclosure () -> String) throws -> OutputFile {
        var file = outputFile ?? Self.file(named: name(), format: outputOptions.format ?? plotterExtension)
        file.plotter = try outputOptions.plotterOutput()
        try file.checkWritable()
        return file
    }

    /// The file of a default name, whose extension follows the format.
    private static func file(named name: String, format: String?) -> OutputFile {
        guard let format else { return OutputFile(path: name) }
        let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
        return OutputFile(path: stem + "." + format)
    }
}

/// A picture job whose picture is a sheet of drawings.
package protocol SheetJob: PictureJob {
    var style: SheetStyle { get set }
}

/// A sheet job that chooses among candidate drawings.
protocol CandidateJob: SheetJob {
    var candidates: CandidateSettings { get set }
}

/// The jobs that recipes can contain.
public enum PictureJobs {
    public static let all: [any PictureJob.Type] = [
        InterpolateJob.self, AnalogyJob.self, ReconstructJob.self, SampleJob.self, CompleteJob.self, GridJob.self,
        DecodeJob.self, RenderJob.self, LossesJob.self, DatasetInfoJob.self, EvaluateJob.self,
    ]

    /// The longest command that is read, in bytes and words: far more than a shell passes.
    private static let limits = (bytes: 4 << 20, words: 20_000)

    /// The job of a recipe's command, for example `interpolate a.json b.json --steps 5`.
    ///
    /// - Returns: nil for a command that makes no picture, or that is not one.
    public static func job(of command: String) -> (any PictureJob)? {
        guard command.utf8.count <= limits.bytes, let words = CommandLineText.words(of: command), words.count <= limits.words
        else { return nil }
        for type in all {
            let names = [type.manual.name] + (type.manual.formerName.map { [$0] } ?? [])
            guard let name = names.map({ $0.split(separator: " ").map(String.init) }).first(where: words.starts) else { continue }
            let job: (any PictureJob)? = try? type.init(words: words.dropFirst(name.count))
            return job.flatMap { $0.makesPicture ? $0 : nil }
        }
        return nil
    }

    /// The job of a command that a recipe records. Versions that did not choose among candidates recorded none, and made
    /// the drawings of the plain procedure; versions without curves drew polygons; some recorded a prior for decoder-only models.
    package static func job(ofRecorded command: String) -> (any PictureJob)? {
        guard var job = job(of: command) else { return nil }
        let words = CommandLineText.words(of: command) ?? []
        if var plain = job as? any CandidateJob, !words.contains("--candidates") {
            plain.candidates.isPlain = true
            job = plain
        }
        if var sample = job as? SampleJob {
            sample.isRepeated = true
            job = sample
        }
        if var polygons = job as? any SheetJob, !words.contains("--curves") {
            polygons.style.hasCurves = false
            job = polygons
        }
        return job
    }
}
