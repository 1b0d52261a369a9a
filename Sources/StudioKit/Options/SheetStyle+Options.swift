import SketchRendering

extension SheetStyle {
    /// The paper of a sheet.
    private enum Background: String, CaseIterable { case paper, transparent }

    /// The layout options of every command that writes sheets.
    public static let options: [JobOption<SheetStyle>] = [
        .length("cell", \.cell, help: "Side length of a sheet cell, in px, mm, cm or in.", isPositive: true)
            .withDefault("20mm; with --page, as large as it allows"),
        .length("margin", \.margin, help: "Margin around the sheet.").withDefault(
            "a quarter of the cell; with --page, 5 % of its shorter side"),
        .length("gap", \.gap, help: "Spacing between cells.").withDefault("15 % of the cell"),
        .length("line-width", \.lineWidth, help: "Line width.").withDefault("1.75 % of the cell"),
        JobOption.number(
            "columns", \.columns, in: 1...10_000, help: "Maximum number of cells per line; longer rows wrap in balanced lines."
        ).recorded(.changed),
        JobOption.flag("no-labels", \.showsLabels, presence: false, help: "Omit labels.").recorded(.changed, key: "labels"),
        JobOption.value(
            "labels", \.labels, valueName: "list",
            help: """
                Labels instead of the sheet's, separated by commas: of the columns if they have labels, otherwise of the \
                drawings in reading order. Write \\, for a comma in a label.
                """,
            parse: { NameList.parts(of: $0) }, text: { $0.map(NameList.text) }
        ).recorded(.changed, key: "label_list"),
        .length("label-size", \.labelLength, help: "Font size of labels.", isPositive: true)
            .withDefault("17 % of the cell, at least 6 pt; with a slide as --page, 2 % of its shorter side"),
        JobOption.value(
            "font", \.font, valueName: "family", help: "Font of labels and title.",
            parse: { text in
                guard !text.allSatisfy(\.isWhitespace) else { throw OptionRefusal("must be the name of a font") }
                return text
            }, text: { $0 }
        ).withDefault("sans-serif").recorded(.changed),
        JobOption.choice(
            "fit", \.fit, valueName: "common|each",
            help: """
                Scale all drawings alike (common), or each to fill its cell (each). A drawing much larger than the others \
                has its own scale, which is marked.
                """
        ).recorded(.changed),
        JobOption.value(
            "title", \.title, valueName: "text", help: "Title above the sheet; long ones wrap.", parse: { $0 },
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
        JobOption.value(
            "color", \.colours, valueName: "list",
            help: """
                Colours of the drawings instead of the sheet's, as RRGGBB separated by commas: one for all, or several that \
                change from first to last along each row. Inputs stay black.
                """,
            parse: { try Colour.list(option: $0) },
            text: { $0.isEmpty ? nil : $0.map { String($0.hex.dropFirst()) }.joined(separator: ",") }
        ).named(nil, "colour").recorded(.changed),
        JobOption.value(
            "page", \.page, valueName: "size",
            help: """
                Page that the sheet fills: A0 to A6, letter, legal, 16:9, 4:3, 1:1 or a width and a height such as 1080x1080 (pixels) or \
                86x60mm. With --cell, the sheet is centred on it.
                """,
            parse: { text in
                guard let page = try? Page(parsing: text) else {
                    throw OptionRefusal("must be \(Page.names.joined(separator: ", ")) or a size such as 1080x1080 or 86x60mm")
                }
                return page
            }, text: { $0?.description }
        ).recorded(.changed),
        JobOption.flag("landscape", \.isLandscape, help: "Turn a portrait page to landscape.").recorded(.changed),
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
        _ name: String, _ path: any WritableKeyPath<Root, Length?> & Sendable, help: String, isPositive: Bool = false
    ) -> JobOption {
        JobOption.value(
            name, path, valueName: "length", help: help,
            parse: { text in
                guard let length = try? Length(parsing: text) else {
                    throw OptionRefusal("must be a number with px, mm, cm or in, for example 20mm")
                }
                guard !isPositive || length.points > 0 else { throw OptionRefusal("must be greater than 0") }
                return length
            }, text: { $0?.description }
        ).recorded(.changed)
    }
}

extension Colour {
    /// - Throws: `OptionRefusal`.
    fileprivate static func list(option text: String) throws -> [Colour] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let colour = try? Colour(parsing: part.trimmingPrefix(while: \.isWhitespace).description) else {
                throw OptionRefusal("'\(part)' is not six hexadecimal digits, for example 3399FF")
            }
            return colour
        }
    }
}
