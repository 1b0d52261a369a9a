import SketchFormats
import SketchRendering

extension RenderJob {
    public static let manual = CommandManual(
        name: "render", title: "Rendering", abstract: "Render drawings as a PNG, SVG, PDF or HTML sheet.",
        discussion: """
            Each drawing has its own cell. 'cats.ndjson#17' selects one drawing of a file; numbers count from 0, so #17 is \
            the eighteenth. No model is needed. With --animate, or as .gif or .webp, each drawing is drawn in pen order.

            EXAMPLES
              studio render examples/cat.json
              studio render examples/cat.json examples/pig.json --output both.svg
              studio render examples/cat.json --output cat.gif
              studio render examples/*.json --columns 4 --cell 30mm --output sheet.pdf
              studio render examples/cat.json --no-labels --margin 0mm --cell 512px \\
                  --output cat.png
            """)

    public static let operands: JobOperands<RenderJob>? = JobOperands(
        \.files, valueName: "file", help: "Files of drawings.")

    public static let options = OptionTable<RenderJob>(
        own: [.number("limit", \.limit, in: 1...Int.max, help: "Maximum number of drawings to show.")],
        input: ReadOptions.listOptions.at(\.reading), layout: SheetStyle.options.at(\.style),
        animation: AnimationSettings.options(seconds: "3 per drawing").at(\.animation))
}
