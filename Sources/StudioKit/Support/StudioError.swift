import Foundation
import LatentOps
import SketchInference
import SketchModels

/// What the commands themselves can find wrong; the modules below have errors of their own.
package enum StudioError: Error, CustomStringConvertible {
    case noSuchFile(String)
    case unreadable(String, reason: String)
    /// `limit` goes on after "takes".
    case tooLarge(String, limit: String)
    case unwritable(String, reason: String)
    case tooFewPoints(String, points: Int)
    case noDrawings([String])
    case nothingToConvert(read: Int, reasons: String)
    case badLatents(String, reason: String)
    case wrongLatentSize(String, found: Int, expected: Int, model: String)
    case noBuiltInModel
    case nothingToEvaluate(skipped: Int, longest: Int)
    case nothingToJudge(skipped: Int, classes: [String])
    /// Drawings were read, and none of them belongs to the split that was asked for.
    case emptySplit(String, read: Int)
    case notConditional(String)
    case noLatentStatistics(String)
    case noRecipe(String)
    case badLog(String)
    case galleryDiffers([String], unexpected: [String])
    case prefixTooLong(String, rows: Int, longest: Int)

    /// The whole sentence: which file, what is wrong, what to do.
    package var description: String {
        switch self {
        case .noSuchFile(let path):
            "\(path): there is no such file. Check the name and the folder."
        case .unreadable(let path, let reason):
            "\(path): it cannot be read (\(reason)). Check that it is a file and that you may read it."
        case .tooLarge(let path, let limit):
            "\(path): it takes \(limit)."
        case .unwritable(let path, let reason):
            "\(path): it cannot be written (\(reason)). Name another place with --output."
        case .tooFewPoints(let source, let points):
            "\(source): the drawing has \(points) point\(points == 1 ? "" : "s"), and a model needs at least 2. "
                + "Give a drawing with a line in it."
        case .noDrawings(let sources):
            "\(sources.joined(separator: ", ")): there is no drawing in it. Give a file that holds one."
        case .nothingToConvert(let read, let reasons):
            "None of the \(read) drawings is left to be written: \(reasons). Give other drawings, or ask for less."
        case .badLatents(let source, let reason):
            "\(source): this is no list of latents (\(reason)). Give what 'studio encode' writes."
        case .wrongLatentSize(let source, let found, let expected, let model):
            "\(source): the latent has \(found) numbers and the model \(model) takes \(expected). "
                + "Name the model that encoded it with --model."
        case .noBuiltInModel:
            "There are no built-in models in \(BuiltInModels.folder), where they belong. "
                + "Put that folder beside the program again ('make install' does), or name a model file with --model."
        case .nothingToEvaluate(let skipped, let longest):
            "There is no drawing to judge by: \(skipped) were skipped because they have no line or more than "
                + "\(longest) rows. Give other drawings."
        case .nothingToJudge(let skipped, let classes):
            "There is no drawing to judge: \(skipped) were skipped because they have no line or show none of "
                + "\(classes.joined(separator: ", ")). Give drawings of these, or another --classifier."
        case .emptySplit(let split, let read):
            "\(read == 1 ? "The drawing that was read is not" : "None of the \(read) drawings is") in the \(split) split. "
                + "Use --split all, or give other drawings."
        case .notConditional(let model):
            "\(model): this model has no encoder, so it cannot read a drawing. Use a conditional model."
        case .noLatentStatistics(let model):
            "\(model): the file does not tell where the training drawings lie in the latent space, as models of "
                + "'studio train' do, or it has no latent space. Draw with --prior standard."
        case .noRecipe(let file):
            "\(file): there is no recipe in it that can be run. Give a PNG, SVG or PDF as this program wrote it."
        case .badLog(let file):
            "\(file): this is no log of a training run. Give a folder that 'studio train' wrote."
        case .galleryDiffers(let files, let unexpected):
            "The gallery does not match this version: "
                + ((files.isEmpty ? [] : ["\(files.joined(separator: ", ")) \(files.count == 1 ? "differs" : "differ")"])
                + (unexpected.isEmpty
                    ? [] : ["\(unexpected.joined(separator: ", ")) \(unexpected.count == 1 ? "is" : "are") unexpected"]))
                .joined(separator: "; ") + ". Run 'studio gallery' and review the changes."
        case .prefixTooLong(let source, let rows, let longest):
            "\(source): the drawing has \(rows) rows, and the model draws at most \(longest), so there is nothing left to "
                + "complete. Give fewer strokes."
        }
    }

    /// One sentence for any error, from a capital or a file's name to a full stop.
    package static func sentence(for error: any Error) -> String {
        let text =
            switch error {
            case let error as CocoaError: error.localizedDescription
            case let error as any LocalizedError: error.errorDescription ?? String(describing: error)
            default: String(describing: error)
            }
        // The lists below the first sentence are there to be read.
        if case InferenceError.tensorsDoNotFit = error {
            return ([text] + ((error as? any Advised)?.advice.map { [$0] } ?? [])).joined(separator: "\n")
        }
        if error is LatentExpressionError { return text }
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let fact = line.hasSuffix(".") || line.isEmpty ? line : line + "."
        return fact + ((error as? any Advised)?.advice.map { " " + $0 } ?? "")
    }
}
