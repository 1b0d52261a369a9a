import SketchFormats
import SketchRendering

extension CompleteJob {
    public static let manual = CommandManual(
        name: "complete", title: "Completion", abstract: "Complete unfinished drawings.",
        discussion: """
            Feeds the given strokes to the decoder, which then continues the drawing. Each row shows one input (red) with \
            --count endings (blue). A conditional model uses the posterior mean of the unfinished drawing, or the latent \
            given by --latent; a decoder-only model needs no latent.

            A beginning keeps its size, whether its numbers are whole or not; only free-hand beginnings larger than the \
            canvas of the training data, 255 pixels, are scaled down. --prefix-size scales them.

            EXAMPLES
              studio complete examples/start.json --count 8
              studio complete examples/face-start.json --model face --temperature 0.8
              studio complete examples/start.json --latent examples/pig.json \\
                  --output endings.svg
            """)

    public static let operands: JobOperands<CompleteJob>? = JobOperands(
        \.files, valueName: "prefix", help: "Unfinished drawings.")

    public static let options = OptionTable<CompleteJob>(
        own: [
            .number("count", \.count, in: 1...1000, help: "Endings per drawing."),
            .text(
                "latent", \.latent, valueName: "file", help: "Drawing or latent file that conditions the endings."),
            .flag("pen-down", \.isPenDown, help: "Continue the last stroke instead of starting a new one."),
            .force(\.isForced),
            JobOption.number(
                "prefix-size", \.prefixSize, in: 1...1000, valueName: "pixels",
                help: "Larger side of the beginnings; finished drawings of the training data have about 255 pixels."
            ).withDefault("that of the file, at most 255"),
        ],
        input: [.model(\.model)] + ReadOptions.modelListOptions.at(\.reading),
        sampling: SamplingSettings.options.at(\.sampling)
            + CandidateSettings.options(defaults, hasPull: false, criteria: [.likelihood, .consensus, .first]).at(
                \.candidates),
        layout: SheetStyle.options.at(\.style),
        general: [.latents, .threads(\.threads)])
}
