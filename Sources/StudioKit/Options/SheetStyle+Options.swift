import SketchRendering

extension SheetStyle {
    /// The paper of a sheet.
    private enum Background: String, CaseIterable { case paper, transparent }

    /// The layout options of every command that writes sheets.
    public static let options: [JobOption<SheetStyle>] = [
        .length("cell", \.cell, help: "Side length of a sheet cell, in px, mm, cm or in.", isPositive: true),
        .length("margin", \.margin, help: "Margin around the sheet."),
        .length("gap", \.gap, help: "Spacing between cells."),
        JobOption.value(
            "line-width", \.lineWidth, valueName: "length", help: "Line width.",
            parse: { try Length(option: $0) }, text: { $0?.description }
        ).withDefault("1.5 % of the cell").recorded(.changed),
        JobOption.number(
            "columns", \.columns, in: 1...10_000, help: "Maximum number of cells per line; longer rows wrap."
        ).recorded(.changed),
        JobOption.flag("no-labels", \.showsLabels, presence: false, help: "Omit labels.").recorded(.changed, key: "labels"),
        JobOption.choice(
            "fit", \.fit, valueName: "common|each",
            help: "Scale all drawings alike (common), or each to fill its cell (each)."
        ).recorded(.changed),
        JobOption.value(
            "title", \.title, valueName: "text", help: "Title above the sheet.", parse: { $0 },
            text: { $0.isEmpty ? nil : $0 }
        ).recorded(.changed),
        JobOption.number("dpi", \.dpi, in: 1...10_000, help: "Pixels per inch of PNG output.").recorded(.changed),
        JobOption.choice(
            "style", \.theme, valueName: "name", help: "Theme: paper, ink (single colour), blueprint or dark."
        ).recorded(.changed),
        JobOption.choice(
            "background", \.background, valueName: "paper|transparent",
            help: "Background: the theme's paper colour, or transparent."
        ).recorded(.changed),
        JobOption.choice(
            "color-by", \.colourBy, valueName: "property",
            help: """
                What colour encodes: sheet (whatever the sheet varies), temperature, step (position in the row), order \
                (drawing order of the points) or none.
                """
        ).named(nil, "colour-by").recorded(.changed),
        JobOption.flag(
            "curves", \.hasCurves,
            help: """
                Draw strokes as smooth curves through their points, at most 4 % of a stroke's size away from the polygon. \
                Turns of more than 70 degrees stay corners. (default)
                """),
        JobOption.flag("no-curves", \.hasCurves, presence: false, help: "Draw strokes as polygons.").recorded(
            .always, key: nil),
        JobOption.choice("page", \.page, valueName: "size", help: "Page to place the sheet on: A4, A3 or letter.")
            .recorded(.changed),
        JobOption.choice(
            "units", \.unit, valueName: "px|mm|cm|in",
            help: "Unit of SVG sizes and coordinates."
        ).withDefault("the unit of --cell").recorded(.changed),
    ]

    /// `isTransparent` as the option names it.
    private var background: Background {
        get { isTransparent ? .transparent : .paper }
        set { isTransparent = newValue == .transparent }
    }
}

extension JobOption {
    fileprivate static func length(
        _ name: String, _ path: any WritableKeyPath<Root, Length> & Sendable, help: String, isPositive: Bool = false
    ) -> JobOption {
        JobOption.value(
            name, path, valueName: "length", help: help,
            parse: { text in
                let length = try Length(option: text)
                guard !isPositive || length.points > 0 else { throw OptionRefusal("must be greater than 0") }
                return length
            }, text: \.description
        ).recorded(.changed)
    }
}

extension Length {
    /// - Throws: `OptionRefusal`.
    fileprivate init(option text: String) throws {
        guard let length = try? Length(parsing: text) else {
            throw OptionRefusal("must be a number with px, mm, cm or in, for example 20mm")
        }
        self = length
    }
}
