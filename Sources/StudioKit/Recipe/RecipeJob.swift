import Foundation
import SketchRendering

/// Shows how a picture was made, or makes it again.
public struct RecipeJob: StudioJob {
    /// A PNG, SVG or PDF written by studio.
    public var file = ""
    /// Whether the picture is made again.
    public var runsAgain = false
    /// The file for the picture that is made again; nil writes `NAME-again.EXT`.
    public var output: String?

    public init() {}

    public var outputExtensions: [String]? { PictureFormat.allCases.map(\.rawValue) }

    public func validate() throws {
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
        let target = OutputFile(
            path: output ?? "\(OutputFile.stem(of: file))-again.\(OutputFile(path: file).fileExtension)")
        guard let job = PictureJobs.job(ofRecorded: recipe.command) else { throw StudioError.recipeCannotRun(file) }
        guard target.url.standardizedFileURL != OutputFile(path: file).url.standardizedFileURL else {
            throw StudioError.isThePictureItself(target.path)
        }
        let result = try job.result(output: target.path, reporter)
        // Another format cannot have the same bytes.
        let isSameFormat = target.fileExtension == OutputFile(path: file).fileExtension
        if isSameFormat, case let again = try InputFile.contents(of: target.path), again != data {
            let reasons = RecipeReader.json(in: again).flatMap(StoredRecipe.init).map(recipe.differences) ?? []
            let reason = reasons.isEmpty ? "the rendering libraries differ" : reasons.joined(separator: "; ")
            reporter.warn("\(target.path) differs from \(file): \(reason).")
        }
        return Result(lines: result.lines, jsonText: result.jsonText)
    }
}

extension PictureJob {
    /// Runs the job with another output.
    func result(output: String, _ reporter: Reporter) throws -> any JobResult {
        var job = self
        job.output = output
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
            """,
        output: "File for the picture that --run makes. (default: NAME-again.EXT)")

    public static let operands: JobOperands<RecipeJob>? = JobOperands(
        \.file, valueName: "file", help: "PNG, SVG or PDF written by studio.")

    public static let options = OptionTable<RecipeJob>(
        own: [.flag("run", \.runsAgain, help: "Make the picture again.")])
}
