import SketchFormats
import SketchPlotter
import SketchRendering

extension PlotterJob {
    public static let manual = CommandManual(
        name: "plotter", title: "Plotter", abstract: "Write drawings as SVG, HPGL or G-code for a pen plotter.",
        discussion: """
            One drawing fills the page; a drawing from an SVG keeps its page, its place and its colours. Several drawings are laid out \
            as a sheet, with labels in single-stroke letters. Strokes whose ends meet are joined, and ordered and turned so that \
            the lifted pen travels little. Colours are divided among the pens; SVG has a layer for each.

            Built-in profiles: svg, axidraw, hpgl, hpgl-centre, grbl-servo, grbl-z, marlin-servo. A profile file is a JSON object, \
            for example {"base": "grbl-servo", "pen": {"kind": "servo", "up": 30, "down": 60}}; Docs/Plotter.md lists its keys. \
            Commands that make sheets have --plotter, too.

            EXAMPLES
              studio plotter plot.svg --output plot.hpgl
              studio plotter cats.ndjson --limit 40 --page A3 --landscape --output cats.svg
              studio plotter drawings/ --profile mine.json --output drawings.gcode
              studio interpolate examples/cat.json examples/pig.json --page A4 \\
                  --plotter axidraw --pens 4
            """,
        output: "Output file: .svg, .hpgl, .plt, .gcode or .nc. (default: NAME.svg, or the profile's format)")

    public static let operands: JobOperands<PlotterJob>? = JobOperands(
        \.files, valueName: "file", help: "Files or folders of drawings.")

    public static let options = OptionTable<PlotterJob>(
        own: [
            JobOption.text(
                "profile", \.profile, valueName: "profile", help: "Built-in profile or profile file of the plotter."
            ).withDefault("svg, hpgl or grbl-servo, by the output's format").named(nil, "plotter"),
            JobOption.number(
                "pens", \.settings.pens, in: 1...PlotterProfile.maximumPens,
                help: "Number of pens, among which the colours are divided."
            ).withDefault("the profile's"),
            .flag("true-size", \.isTrueSize, help: "Keep the drawing's size: 96 pixels are an inch."),
            .flag("fit-page", \.fitsPage, help: "Scale a drawing from an SVG to fill the page, too."),
            .millimetres(
                "merge", \.settings.mergeTolerance, help: "Join strokes whose ends are at most this far apart."),
            .millimetres(
                "min-length", \.settings.minimumLength, help: "Drop strokes shorter than this, after joining."),
            .flag("keep-order", \.settings.keepsOrder, help: "Keep the strokes' order and direction, and do not join them."),
            .number(
                "effort", \.settings.effort, in: 0...1000,
                help: "Factor of the work spent on shortening the path; 0 always takes the nearest stroke next."),
            .number("limit", \.limit, in: 1...Int.max, help: "Maximum number of drawings."),
        ], input: ReadOptions.listOptions.at(\.reading),
        layout: SheetStyle.options.at(\.style).filter { !pictureOptions.contains($0.name) }
            .map { layoutDefaults[$0.name].map($0.withDefault) ?? $0 })

    /// The layout options that concern pictures only.
    private static let pictureOptions: Set = ["dpi", "style", "background", "font", "units"]

    private static let layoutDefaults = [
        "page": "A4, or the page of a single SVG", "margin": "5 % of the page's shorter side",
        "cell": "as large as the page allows",
        "line-width": "0.3mm; in a sheet, 1.75 % of the cell",
    ]
}

extension JobOption<PlotterJob> {
    /// A length whose value is in millimetres.
    fileprivate static func millimetres(
        _ name: String, _ path: any WritableKeyPath<PlotterJob, Double> & Sendable, help: String
    ) -> JobOption<PlotterJob> {
        .value(
            name, path, valueName: "length", help: help,
            parse: { text in
                guard let length = try? Length(parsing: text), length.points * PagePlacement.millimetres <= 1000 else {
                    throw OptionRefusal("must be a number with px, mm, cm or in, for example 0.2mm, and at most 1000mm")
                }
                return length.points * PagePlacement.millimetres
            }, text: { Length.millimetres($0).description })
    }
}
