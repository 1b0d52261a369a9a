import SketchModels
import SketchRendering

extension DecodeJob {
    public static let manual = CommandManual(
        name: "decode", title: "Decoding", abstract: "Decode latents to drawings.",
        discussion: """
            Reads the files that 'studio encode' writes (.json, .ndjson, .npz, .npy), or standard input for '-'. These files \
            state the model of their latents, which is used unless --model names one; latents of another model are \
            refused unless --force is given. 'latents.json#3' selects the fourth latent; '#3..5' and '#7,9' select several. \
            Prints the drawings as JSON unless --output is given; its extension selects .json, .ndjson (one Quick, Draw! \
            record per line) or a sheet (.png, .svg, .pdf, .html). Records and labels have the word of the drawing that was encoded, \
            and records its key; the file's name stands for a word that is not stated.

            EXAMPLES
              studio encode examples/cat.json | studio decode - --json --format stroke-5
              studio decode latents.json --output drawings.ndjson
              studio decode latents.npy --temperature 0.4 --seed 7 --output sheet.png
              studio decode latents.json --greedy --steps 60 --units model --json
            """,
        output: "File to write: .json, .ndjson, .png, .svg, .pdf or .html.")

    public static let operands: JobOperands<DecodeJob>? = JobOperands(
        \.file, valueName: "latents", help: "File of latents, or '-' for standard input.")

    public static let options = OptionTable<DecodeJob>(
        own: [
            JobOption.choice(
                "format", \.format, valueName: "format",
                help: "Form of the printed drawings: stroke-5, stroke-3 or drawing (absolute points in pixels)."
            ).recorded(.never, key: nil),
            JobOption.choice(
                "units", \.units, valueName: "pixels|model",
                help: "Unit of offsets: pixels of the training data, or model units."
            ).recorded(.never, key: nil),
            .number(
                "steps", \.steps, in: 1...100_000, help: "Decode exactly n steps, ignoring the end of the drawing."),
            JobOption.flag(
                "share-noise", \.sharesNoise,
                help: "Use the same sampling noise for all drawings, so that they differ only in their latents."
            ).recorded(.changed),
            .force(\.isForced),
        ],
        input: [
            JobOption.model(\.model).withDefault(
                "the model that the file states, or \(BuiltInModels.defaultName)"), .inputLimits(\.limits),
        ],
        sampling: SamplingSettings.options.at(\.sampling),
        // The name of the layout's --units is taken.
        layout: SheetStyle.options.at(\.style).filter { $0.name != "units" }, general: [.threads(\.threads)])
}
