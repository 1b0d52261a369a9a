import SketchRendering

extension SampleJob {
    public static let manual = CommandManual(
        name: "sample", title: "Sample", abstract: "Sample drawings from the prior or from a decoder-only model.",
        discussion: """
            A conditional model decodes latents from the prior N(0, I), or with --prior aggregate from a normal \
            distribution with the mean and covariance of the training drawings' latents, which differs from N(0, I) when \
            the KL weight is small. A decoder-only model starts from its zero state.

            With several temperatures the sheet is a table with one column (or, with --along rows, one row) of --count \
            drawings per temperature, coloured from blue (low) to red (high). Drawings that differ only in temperature \
            share latent and sampling noise. --output selects a sheet (.png, .svg, .pdf) or Quick, Draw! records (.ndjson).

            EXAMPLES
              studio sample --count 20
              studio sample --model face --temperature 0.1,...,1.0 --count 5
              studio sample --temperature 0.2,0.4,...,1.0 --along rows --count 8 \\
                  --output grid.svg
              studio sample --count 20 --prior aggregate
              studio sample --count 1000 --temperature 0.5 --output drawings.ndjson
            """,
        output: "File to write: .png, .svg, .pdf or .ndjson.")

    public static let options = OptionTable<SampleJob>(
        own: [
            .number("count", \.count, in: 1...1_000_000, help: "Drawings per temperature."),
            .choice(
                "prior", \.prior, valueName: "standard|aggregate",
                help: "Distribution of latents: N(0, I), or a normal distribution fitted to the training drawings."),
            .choice(
                "along", \.axis, valueName: "columns|rows", help: "Direction in which the temperature varies."),
        ],
        input: [.model(\.model)],
        sampling: [.temperatures(\.temperatures), .convention(\.convention), .seed(\.seed)],
        layout: SheetStyle.options.at(\.style), general: [.threads(\.threads)])
}
