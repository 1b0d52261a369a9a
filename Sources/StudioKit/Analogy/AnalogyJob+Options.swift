import SketchFormats
import SketchRendering

extension AnalogyJob {
    public static let manual = CommandManual(
        name: "analogy", title: "Analogy", abstract: "Solve drawing analogies with latent arithmetic.",
        discussion: """
            With three drawings A B C, computes C + (B - A) in latent space: A is to B as C is to the result. A single \
            argument is an expression of drawings, latent files, numbers, + - * and parentheses. A '-' inside a word is \
            part of the name (cat-head.json); between words it is an operator. Put names that contain spaces or operators \
            in quotes. The sheet shows the equation with --count samples of its result.

            EXAMPLES
              studio analogy examples/pig.json examples/pig-body.json examples/cat.json
              studio analogy --count 4 \\
                  'examples/cat.json + 0.5*(examples/pig-body.json - examples/pig.json)'
              studio analogy '0.5*examples/cat.json + 0.5*examples/pig.json' \\
                  --output mean.svg
            """)

    public static let operands: JobOperands<AnalogyJob>? = JobOperands(
        \.terms, valueName: "a b c | expression", help: "Three drawings, or one expression in quotes.")

    public static let options = OptionTable<AnalogyJob>(
        own: [.number("count", \.count, in: 1...1000, help: "Number of samples of the result."), .force(\.isForced)],
        input: [.model(\.model)] + ReadOptions.modelOptions.at(\.reading),
        sampling: SamplingSettings.options.at(\.sampling)
            + CandidateSettings.options(defaults, hasPull: true, criteria: [.consensus, .likelihood, .first]).at(
                \.candidates),
        layout: SheetStyle.options.at(\.style),
        general: [.latents, .threads(\.threads)])
}
