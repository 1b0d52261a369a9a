import FoundationEssentials
import Glibc
import LatentOps
import SketchInference
import SketchModels
import SketchSupport

/// What a job itself can find wrong; the libraries have their own errors.
public enum StudioError: Error, CustomStringConvertible {
    case noSuchFile(String)
    case unreadable(String, reason: String)
    /// `limit` is, for example, "more than 5 lines".
    case tooLarge(String, limit: String)
    case nothingToConvert(read: Int, reasons: String)
    case wrongLatentSize(String, found: Int, expected: Int, model: String)
    /// Latents belong to another model than the one in use; `isGiven` if the user named that one.
    case otherModel(String, stated: String, model: String, isGiven: Bool)
    case latentsWithoutModel(String)
    case latentsOfSeveralModels(String, String, String)
    /// The model that a file of latents states cannot be loaded.
    case unknownLatentModel(String, model: String, reason: String)
    case noBuiltInModel
    /// The parts of pages are missing next to the program.
    case pageFilesMissing(folder: String)
    /// A job of a number of items is divided into more parts.
    case fewerItemsThanShards(Int, shards: Int)
    /// The drawings of a shard cannot be counted before they are read.
    case shardOfPipe(String)
    /// A file is not a file of losses.
    case notLosses(String, line: Int, reason: String)
    /// A file contains neither latents nor losses.
    case notJoinable(String, reason: String)
    /// A part of a divided job begins before the end of the part given before it.
    case partsOutOfOrder(String, String, drawing: String)
    /// Two files of losses do not belong to one measurement.
    case differentMeasurements(String, String)
    /// A decoder-only model where drawings are encoded or latents decoded.
    case noEncoder(String)
    /// A prior of latents was asked of a decoder-only model; `option` selects it.
    case noLatents(String, option: String)
    /// An expression's value has a number that is NaN or infinite.
    case latentNotFinite(String)
    case nothingToEvaluate(skipped: Int, longest: Int)
    case nothingToClassify(skipped: Int, classes: [String])
    /// A file has fewer drawings than the measures need.
    case tooFewToCompare(Int)
    /// Drawings were read, and none of them belongs to the split.
    case emptySplit(String, read: Int)
    case noLatentStatistics(String)
    /// The model's file has no latents of training drawings.
    case noLatentBank(String)
    /// No drawing can be encoded for the model's bank; the reasons are those of the skipped drawings.
    case nothingForBank(String, reasons: String, longest: Int)
    /// The model's bank has no latents of this class.
    case unknownClass(String, model: String, known: [String])
    case noRecipe(String)
    /// The recipe is there, but its command is not a picture command with valid options.
    case recipeCannotRun(String)
    /// The recipe is of another picture than a sheet of drawings.
    case notASheet(String)
    /// The system does not show the program its arguments.
    case noArguments
    /// The address space has not so much room.
    case noMemory(mebibytes: Int)
    /// The output would replace a file that is read; `input` is the text that names it.
    case outputIsInput(String, input: String)
    case galleryDiffers([String], unexpected: [String])
    /// The folder for frames is not empty.
    case framesExist(String)
    /// A drawing of a file of drawings, counted from 0.
    case unwritableDrawing(String, number: Int, reason: String)
    case prefixTooLong(String, rows: Int, longest: Int)

    /// Place, fact and advice as full sentences.
    public var description: String {
        switch self {
        case .noSuchFile(let path): "\(path) does not exist. \(MissingFile.advice(path))"
        case .unreadable(let path, let reason):
            "\(path) cannot be read: \(reason). Check the path and its permissions."
        case .tooLarge(let path, let limit): "\(path): \(limit)."
        case .nothingToConvert(let read, let reasons):
            read == 0
                ? "No drawings could be read: \(reasons). Give other files."
                : read == 1
                    ? "The only drawing cannot be written: \(reasons). Relax the filters, or give another drawing."
                    : "None of the \(read) drawings can be written: \(reasons). Relax the filters."
        case .wrongLatentSize(let source, let found, let expected, let model):
            "\(source): the latent has \(counted(found, "value")); the model \(model) needs \(expected). "
                + "Use latents from the same model, or name that model with --model."
        case .otherModel(let source, let stated, let model, let isGiven):
            "\(source): the latents are of the model \(stated), not of \(model). "
                + (isGiven
                    ? "Omit --model, or use --force to decode them anyway."
                    : "Name the model with --model, or use --force to decode them with the model of this name.")
        case .latentsWithoutModel(let source):
            "\(source) does not state the model of its latents. Give files that 'studio encode' wrote."
        case .latentsOfSeveralModels(let source, let first, let other):
            "\(source): the latents are of several models: \(first) and \(other). Decode those of each model separately, or "
                + "use --force."
        case .unknownLatentModel(let source, let model, let reason):
            "\(source): the latents are of the model \(model), which cannot be loaded: \(reason) Name it with --model."
        case .noBuiltInModel:
            "The folder of built-in models, \(BuiltInModels.folder), is missing or empty. "
                + "Reinstall with 'make install', or name a weight file with --model."
        case .pageFilesMissing(let folder):
            "The folder of page parts, \(folder), is missing or incomplete. Reinstall with 'make install'."
        case .fewerItemsThanShards(let items, let shards):
            "There \(items == 1 ? "is" : "are") \(counted(items, "drawing")) for \(counted(shards, "shard")). Use at most "
                + "\(counted(max(items, 1), "shard"))."
        case .shardOfPipe(let path):
            "\(path) cannot be divided into shards, because a pipe can be read only once. Save the drawings in a file."
        case .notLosses(let path, let line, let reason):
            "\(path) is not a complete file of losses: line \(line): \(reason). Write it with 'studio evaluate --output "
                + "LOSSES.ndjson'."
        case .notJoinable(let path, let reason):
            "\(path) contains neither losses nor latents: \(reason). Join parts of drawings with 'cat' or 'studio convert'."
        case .partsOutOfOrder(let first, let next, let drawing):
            "\(next) does not continue \(first): it begins with \(drawing), which \(first) contains or precedes. Give each part "
                + "once, in order."
        case .differentMeasurements(let first, let other):
            "\(other) and \(first) are not parts of one measurement: their models or settings differ. Join parts of one."
        case .noEncoder(let model):
            "\(model) is decoder-only: it has no encoder and no latents. \(Self.noEncoderAdvice)"
        case .noLatents(let model, let option):
            "\(model) is decoder-only: it has no latents. Omit \(option), or use a conditional model."
        case .latentNotFinite(let expression):
            "The latent of \(expression) is too large. Use smaller numbers."
        case .nothingToEvaluate(let skipped, let longest):
            "No drawings to evaluate: "
                + (skipped == 1 ? "1 drawing was skipped: it has" : "\(skipped) drawings were skipped: they have")
                + " no line or more than \(longest) rows."
        case .nothingToClassify(let skipped, let classes):
            "No drawings to classify: "
                + (skipped == 1
                    ? "1 drawing was skipped: it has no line, or its class is"
                    : "\(skipped) drawings were skipped: they have no line, or their classes are")
                + " not one of \(classes.joined(separator: ", ")). Give drawings of these classes, or another --classifier."
        case .tooFewToCompare(let least):
            "Each file must have at least \(counted(least, "drawing")). Give larger files, or a smaller --neighbours."
        case .emptySplit(let split, let read):
            "\(read == 1 ? "The only drawing is not" : "None of the \(read) drawings is") in the \(split) split. "
                + "Use --split all, or give other drawings."
        case .noLatentStatistics(let model):
            "\(model) has no latent statistics of its training drawings. Use --prior standard."
        case .noLatentBank(let model):
            "\(model) has no latent bank. Add one with 'studio model bank \(model) DATA --output OUT.safetensors', or use "
                + "--plain."
        case .nothingForBank(let model, let reasons, let longest):
            "No drawings of the training split can be used for the latent bank of \(model): \(reasons). Give drawings of its "
                + "classes, which 'studio model info \(model)' lists, with at most \(longest) rows."
        case .unknownClass(let name, let model, let known):
            "\(model) has no class '\(name)' in its latent bank. Use "
                + (known.count <= 12
                    ? known.joined(separator: ", ")
                    : "one of its \(known.count) classes; 'studio model info \(model)' lists them") + "."
        case .noRecipe(let file):
            "\(file) contains no recipe that can be run. Give a PNG, SVG, PDF or HTML picture written by studio."
        case .recipeCannotRun(let file):
            "\(file) contains no recipe that can be run: this version cannot repeat the command that it records. Show the "
                + "command with 'studio recipe \(file)'."
        case .notASheet(let file): "\(file) is not a sheet of drawings. Only sheets can be written for a plotter."
        case .noArguments: "The command line cannot be read, because /proc is not mounted. Mount it."
        case .noMemory(let mebibytes):
            "There is not enough address space: \(mebibytes) MiB more are needed. Raise the limit of 'ulimit -v'."
        case .outputIsInput(let output, let input):
            "\(output) cannot be written: it is the file that is read\(input == output ? "" : " as \(input)"). Choose another "
                + "path, or use --force to replace it."
        case .galleryDiffers(let files, let unexpected):
            "The gallery does not match this version: "
                + [(files, "differs", "differ"), (unexpected, "is unexpected", "are unexpected")]
                .filter { !$0.0.isEmpty }
                .map { "\($0.0.joined(separator: ", ")) \($0.0.count == 1 ? $0.1 : $0.2)" }
                .joined(separator: "; ") + ". Run 'studio gallery' and review the changes."
        case .framesExist(let folder):
            "\(folder) is not empty. Name a new folder, or replace the frames in it with --force."
        case .unwritableDrawing(let path, let number, let reason):
            "\(path): drawing \(number) cannot be written: \(reason). Write .ndjson instead."
        case .prefixTooLong(let source, let rows, let longest):
            "\(source) has \(counted(rows, "row")); the model decodes at most \(longest), so nothing is left to complete. "
                + "Give fewer strokes."
        }
    }

    static let noEncoderAdvice = "Use a conditional model, or 'studio sample'."

    /// The facts of any error, then the advice that StudioKit has for it.
    package static func sentence(for error: any Error) -> String {
        let text =
            switch error {
            case is CocoaError, is POSIXError: FileReason.sentence(for: error)
            case let error as any LocalizedError: error.errorDescription ?? String(describing: error)
            default: String(describing: error)
            }
        // The lists below the first sentence are there to be read.
        if case InferenceError.tensorsDoNotFit = error {
            return ([text] + ((error as? any Advised)?.advice.map { [$0] } ?? [])).joined(separator: "\n")
        }
        if error is LatentExpressionError { return text }
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let advised = error as? any Advised
        let beginning = advised?.beginsWithWord == true ? line.prefix(1).uppercased() + line.dropFirst() : line
        let isSentence = line.last.map { ".?!".contains($0) } ?? true
        let fact = isSentence ? beginning : beginning + "."
        return fact + (advised?.advice.map { " " + $0 } ?? "")
    }
}
