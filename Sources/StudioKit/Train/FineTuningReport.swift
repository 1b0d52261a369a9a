import LatentOps
import SketchCore
import SketchInference
import SketchRendering
import SketchSupport
import SketchTraining

/// The report at the end of a fine-tuning: its gain on held-out drawings, in sentences, and a sheet of drawings by the model.
public struct FineTuningReport: Sendable {
    /// The initial model's name.
    public let initialModel: String
    public let gain: FineTuningGain
    /// The path of the sheet.
    public let sheet: String

    /// The name of the sheet in the run's folder.
    static let sheetName = "sheet.png"
    /// Drawings in a row of the sheet.
    private static let columns = 8

    /// The report, a sentence per line.
    var lines: [String] {
        func three(_ value: Double) -> String { String(cFormat: "%.3f", value) }
        let verdict =
            switch gain.verdict {
            case .better: "The model draws these drawings better than \(initialModel) did."
            case .worse:
                "The model is worse than \(initialModel) on held-out drawings. Use \(initialModel), or train with a lower "
                    + "--learning-rate."
            case .unclear:
                "It is not clear whether the model is better than \(initialModel). Look at the sheet, and train on more drawings."
            }
        let interval = gain.interval.map { " ± \(three($0))" } ?? ""
        return [
            verdict,
            "Cost of \(counted(gain.drawings, "held-out drawing")): \(three(gain.before)) before, \(three(gain.after)) after "
                + "(gain \(three(gain.before - gain.after))\(interval)); of training drawings: \(three(gain.training)).",
            "Sheet: \(sheet)",
        ]
    }

    var json: JSONValue {
        .object([
            ("initial_model", .string(initialModel)), ("verdict", .string(gain.verdict.rawValue)),
            ("held_out", .integer(gain.drawings)), ("cost_before", .double(gain.before)), ("cost_after", .double(gain.after)),
            ("interval", gain.interval.map(JSONValue.double) ?? .null), ("cost_training", .double(gain.training)),
            ("sheet", .string(sheet)),
        ])
    }

    /// Compares the run's best model with the initial one and writes the sheet: held-out drawings, their reconstructions, and
    /// samples; a decoder-only model has only samples.
    ///
    /// - Throws: `InferenceError`, `TrainingError`, `RenderingError`, `FileError`.
    init(_ run: TrainingRun, from initial: InitialModel, _ dataset: SketchDataset, threads: Int) throws {
        (initialModel, gain) = (initial.name, try run.gain(over: initial))
        sheet = FilePath.joined(run.directory, Self.sheetName)
        let session = try ModelSession(run.modelPath, threads: threads, reporter: Reporter())
        try Self.sheet(session, dataset).write(to: sheet)
    }

    private static func sheet(_ session: ModelSession, _ dataset: SketchDataset) throws -> Sheet {
        let seed: UInt64 = 1
        let model = session.model
        func sampling(_ temperature: Double) -> Sampling {
            Sampling(temperature: temperature, convention: .standard(isConditional: session.isConditional))
        }
        func row(_ sketches: [Sketch], _ colour: Colour, _ label: String) -> Sheet.Row {
            Sheet.Row(sketches.map { SheetCell(sketch: $0, colour: colour) }, label: label)
        }
        // They are sorted by length, so every n-th one gives short and long drawings.
        let heldOut = dataset.validation
        let shown = (0..<min(columns, heldOut.count)).map { heldOut[$0 * heldOut.count / min(columns, heldOut.count)] }
        var rows = [row(shown.map { $0.sketch(scale: model.pixelsPerUnit) }, Palette.operand, "held out")]
        if session.isConditional {
            let latents = try model.encoder().encode(rows: shown.map(\.stroke5), threads: session.threads)
            let decoded = try session.decode(
                latents.map { DecodeRequest(latent: $0.mean, sampling: sampling(0.1), seed: seed) },
                choosing: ReconstructJob.defaults.choice, likeTo: shown)
            rows.append(row(decoded.map(\.sketch), Palette.blue, "reconstructed"))
        }
        let latent = try session.latents(from: model.latentBank == nil ? .standard : .bank, seed: seed)
        let samples = try session.decode(
            (0..<UInt64(columns)).map {
                DecodeRequest(latent: try latent($0), sampling: sampling(0.3), seed: seed, drawIndex: $0)
            }, choosing: SampleJob.defaults.choice)
        rows.append(row(samples.map(\.sketch), Palette.blue, "samples"))
        return Sheet(rows: rows, style: SheetStyle())
    }
}
