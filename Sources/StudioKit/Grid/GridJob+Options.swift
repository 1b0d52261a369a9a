import SketchFormats
import SketchRendering

extension GridJob {
    public static let manual = CommandManual(
        name: "grid", title: "Grid", abstract: "Interpolate between four drawings on a square grid.",
        discussion: """
            A is at the top left, B at the top right, C at the bottom left and D at the bottom right. --path interpolates \
            along the top and bottom edges first (u), then between them (v). All drawings use the same sampling noise, so \
            neighbours differ only in their latents.

            EXAMPLES
              studio grid examples/cat.json examples/pig.json examples/cat-body.json \\
                  examples/pig-body.json
              studio grid examples/cat.json examples/pig.json examples/duck.json \\
                  examples/face.json --size 8 -o grid.svg
            """)

    public static let operands: JobOperands<GridJob>? = JobOperands(
        \.drawings, valueName: "drawing", help: "Four drawings: A B C D.")

    public static let options = OptionTable<GridJob>(
        own: [.number("size", \.size, in: 2...100, help: "Drawings per side."), .latentPath(\.path)],
        input: [.model(\.model)] + ReadOptions.modelOptions.at(\.reading),
        sampling: SamplingSettings.options.at(\.sampling)
            + CandidateSettings.options(defaults, hasPull: true).at(\.candidates),
        layout: SheetStyle.options.at(\.style),
        general: [.latents, .threads(\.threads)])
}
