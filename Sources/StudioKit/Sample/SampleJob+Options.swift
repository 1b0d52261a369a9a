import Glibc
import SketchRendering

extension SampleJob {
    static let extensions = InterpolateJob.extensions

    public static let manual = CommandManual(
        name: "sample", title: "Sample", abstract: "Sample drawings from the prior or from a decoder-only model.",
        discussion: """
            A conditional model with a latent bank decodes latents between those of similar training drawings \
            (--prior bank); --class selects their classes. --prior standard is the paper's N(0, I), and --prior aggregate \
            a normal distribution with the mean and covariance of the training drawings' latents. A decoder-only model \
            starts from its zero state. Of --candidates drawings of each latent, the one most like the others is kept. --plain is the \
            paper's procedure: N(0, I) and one candidate.

            With several temperatures the sheet is a table with one column (or, with --along rows, one row) of --count \
            drawings per temperature, coloured from blue (low) to red (high). Drawings that differ only in temperature \
            share latent and sampling noise. --output selects a sheet (.png, .svg, .pdf, .html) or drawings as data (.ndjson, .npz), \
            whose word is the drawing's class with --class, and otherwise the model's name.

            With --animate, or as .gif or .webp, the drawings turn into each other in a loop through --count samples. All of \
            them share their sampling noise.

            EXAMPLES
              studio sample --count 20
              studio sample --model face --temperature 0.1,...,1.0 --count 5
              studio sample --temperature 0.2,0.4,...,1.0 --along rows --count 8 \\
                  --output grid.svg
              studio sample --model creatures --class crab,duck
              studio sample --model creatures --count 6 --output walk.webp
              studio sample --count 20 --plain
              studio sample --count 1000 --temperature 0.5 --output drawings.ndjson
            """,
        output: "File to write: .png, .svg, .pdf, .html, .gif, .webp, .ndjson or .npz.")

    public static let options = OptionTable<SampleJob>(
        own: [
            .number("count", \.count, in: 1...1_000_000, help: "Drawings per temperature."),
            .choice(
                "prior", \.prior, valueName: "bank|standard|aggregate",
                help: """
                    Distribution of latents: between training drawings, N(0, I), or a normal distribution fitted to the \
                    training drawings.
                    """
            ).withDefault("bank; standard for a model without a latent bank"),
            .names("class", \.classes, help: "Classes of the model to draw, with --prior bank.").withDefault("all"),
            .choice(
                "along", \.axis, valueName: "columns|rows", help: "Direction in which the temperature varies."),
        ],
        input: [.model(\.model)],
        sampling: [.temperatures(\.temperatures), .convention(\.convention), .seed(\.seed)]
            + CandidateSettings.options(defaults, hasPull: false, criteria: [.likelihood, .consensus, .first]).at(
                \.candidates),
        layout: SheetStyle.options.at(\.style),
        animation: AnimationSettings.options(seconds: "2 per drawing").at(\.animation),
        general: [.latents, .threads(\.threads), .shard(\.shard)])
}
