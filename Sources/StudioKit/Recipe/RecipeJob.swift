import FoundationEssentials
import Glibc
import SketchRendering
import SketchSupport

/// Shows how a picture was made, or makes it again.
public struct RecipeJob: StudioJob {
    /// A picture, page or animation written by studio.
    public var file = ""
    /// Whether the picture is made again.
    public var runsAgain = false
    /// The file for the picture that is made again; nil writes `NAME-again.EXT`.
    public var output: String?
    public var outputOptions = OutputOptions()

    public init() {}

    /// Nil where the picture's own format is used: for an output without a name.
    public var outputExtensions: [String]? {
        if outputOptions.plotter != nil { return nil }
        if let output, outputOptions.format == nil, OutputFile(path: output).isUnnamed { return nil }
        return PictureFormat.allCases.map(\.rawValue) + AnimationSettings.extensions
    }

    public func validate() throws {
        guard runsAgain || outputOptions.plotter == nil else {
            throw UsageError("--plotter concerns the sheet that --run makes: add --run.")
        }
        guard runsAgain || output == nil else {
            throw UsageError("--output names the picture that --run makes: add --run, or omit --output.")
        }
    }

    public struct Result: JobResult {
        /// The recipe, or the result of the job that made the picture again.
        public var lines: [String]
        public var jsonText: String
    }

    /// - Throws: `StudioError`, or what the picture's job throws.
    public func perform(_ reporter: Reporter) throws -> Result {
        let data = try InputFile.contents(of: file)
        guard let text = RecipeReader.json(in: data), let recipe = StoredRecipe(text) else {
            throw StudioError.noRecipe(file)
        }
        guard runsAgain else { return Result(lines: recipe.lines, jsonText: text) }
        let original = Self.format(of: data)
        let format = outputOptions.format ?? plotterExtension ?? original
        let target =
            output.map { OutputFile(path: $0, format: outputOptions.format ?? (OutputFile(path: $0).isUnnamed ? format : nil)) }
            ?? OutputFile(path: "\(OutputFile.stem(of: file))-again.\(format)")
        guard let job = PictureJobs.job(ofRecorded: recipe.command) else { throw StudioError.recipeCannotRun(file) }
        if outputOptions.plotter != nil, !(job is any SheetJob) { throw StudioError.notASheet(file) }
        if !outputOptions.replacesInput { try InputGuard(target.path)?.check([file]) }
        let result = try job.result(output: target, outputOptions, reporter)
        // Another format cannot have the same bytes, and a stream cannot be read again.
        let isComparable = target.fileExtension == original && Self.isFile(target.path)
        if isComparable, case let again = try InputFile.contents(of: target.path), again != data {
            let reasons = RecipeReader.json(in: again).flatMap(StoredRecipe.init).map(recipe.differences) ?? []
            let reason = reasons.isEmpty ? "the rendering libraries differ" : reasons.joined(separator: "; ")
            reporter.warn("\(target.path) differs from \(file): \(reason).")
        }
        return Result(lines: result.lines, jsonText: result.jsonText)
    }
}

extension RecipeJob {
    /// The format of a picture's bytes.
    private static func format(of data: Data) -> String {
        let beginnings: [(String, [UInt8])] = [
            ("png", [0x89, 0x50, 0x4E, 0x47]), ("pdf", Array("%PDF".utf8)), ("gif", Array("GIF8".utf8)),
            ("webp", Array("RIFF".utf8)), ("html", Array("<!DOCTYPE html".utf8)),
        ]
        return beginnings.first { data.starts(with: $0.1) }?.0 ?? "svg"
    }

    private static func isFile(_ path: String) -> Bool {
        if case .file? = try? OutputPlace(path) { true } else { false }
    }
}

extension PictureJob {
    /// Runs the job with another output.
    func result(output: OutputFile, _ options: OutputOptions, _ reporter: Reporter) throws -> any JobResult {
        var job = self
        job.output = output.path
        job.outputOptions = options
        job.outputOptions.format = output.fileExtension
        return try job.run(reporter)
    }
}

extension RecipeJob {
    public static let manual = CommandManual(
        name: "recipe", title: "Recipe", abstract: "Show how a picture was made, or make it again.",
        discussion: """
            Every picture that studio writes records its command, version, models, seed, settings and a hash of each input. \
            --run makes the picture again under another name and warns if the bytes differ. Input paths are relative to \
            the current directory.

            EXAMPLES
              studio recipe gallery/cat-pig.png
              studio recipe gallery/cat-pig.svg --json
              studio recipe gallery/cat-pig.png --run --output again.png
              studio recipe gallery/cat-pig.png --run --plotter grbl-servo
            """,
        output: "File for the picture that --run makes. (default: NAME-again.EXT)")

    public static let operands: JobOperands<RecipeJob>? = JobOperands(
        \.file, valueName: "file", help: "Picture, page or animation written by studio.")

    public static let options = OptionTable<RecipeJob>(
        own: [.flag("run", \.runsAgain, help: "Make the picture again.")])
}
