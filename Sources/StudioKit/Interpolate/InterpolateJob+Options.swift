import LatentOps
import SketchFormats
import SketchRendering

extension InterpolateJob {
    static let extensions =
        PictureFormat.allCases.map(\.rawValue) + AnimationSettings.extensions + DecodedDataWriter.extensions

    public static let manual = CommandManual(
        name: "interpolate", title: "Interpolation",
        abstract: "Interpolate between drawings in latent space.",
        discussion: """
            Encodes the drawings and decodes evenly spaced latents between them, ends included: along the great circle \
            (--path slerp) or the straight line (--path lerp). --steps 1 gives the midpoint. The given drawings are shown \
            in black at the ends of each row. With three or more drawings, each consecutive pair has its own row. All \
            drawings of a row use the same sampling noise, so neighbours differ only in their latents. Without \
            --output, the sheet is named after the first and the last drawing: cat-pig.png.

            With --animate, or as .gif or .webp, the drawings turn into each other in a loop, from the first to the last and \
            back again. --output x.ndjson or x.npz writes the decoded drawings as data instead of a picture, and --latents \
            their latents.

            EXAMPLES
              studio interpolate examples/cat.json examples/pig.json --steps 10
              studio interpolate examples/cat.json examples/pig.json \\
                  --output cat-pig.svg --temperature 0.3
              studio interpolate examples/cat.json examples/pig.json --rows 5 --seed 7
              studio interpolate examples/cat.json examples/pig.json --size 1080 -o loop.gif
              studio interpolate examples/cat.json examples/pig.json \\
                  --output steps.ndjson --latents steps.npz
              studio interpolate examples/cat.json examples/pig.json \\
                  examples/cat-body.json --steps 6
              studio interpolate a.ndjson#3 b.ndjson --model one.safetensors \\
                  --model two.safetensors
            """)

    public static let operands: JobOperands<InterpolateJob>? = JobOperands(
        \.drawings, valueName: "a b", help: "Two or more drawings.")

    public static let options = OptionTable<InterpolateJob>(
        own: [
            .number("steps", \.steps, in: 1...10_000, help: "Drawings per pair, both ends included."),
            .latentPath(\.path),
            .number(
                "rows", \.rows, in: 1...1000, help: "Rows per model, each with different sampling noise."),
        ],
        input: [.models(\.models)] + ReadOptions.modelOptions.at(\.reading),
        sampling: SamplingSettings.options.at(\.sampling)
            + CandidateSettings.options(defaults, hasPull: true).at(\.candidates),
        layout: SheetStyle.options.at(\.style),
        animation: AnimationSettings.options(seconds: "3 for each path and its way back").at(\.animation),
        general: [.latents, .threads(\.threads)])
}

extension JobOption {
    /// `--path`
    static func latentPath(_ path: any WritableKeyPath<Root, LatentPath> & Sendable) -> JobOption {
        JobOption.choice(
            "path", path, valueName: "path",
            help: "Path between latents: slerp (great circle) or lerp (straight line)."
        ).formerly("method")
    }
}
