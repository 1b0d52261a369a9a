import ArgumentParser
import SketchInference
import SketchRendering
import StudioKit

extension Length: ExpressibleByArgument {
    /// `20mm`, `1in`, `120px`.
    public init?(argument: String) {
        guard let length = try? Length(parsing: argument) else { return nil }
        self = length
    }

    public var defaultValueDescription: String { description }
}

extension SheetStyle.Fit: ExpressibleByArgument {}
extension SheetStyle.ColourBy: ExpressibleByArgument {}
extension Theme: ExpressibleByArgument {}
extension PageSize: ExpressibleByArgument {}
extension Length.Unit: ExpressibleByArgument {}

/// What a sheet lies on.
enum Background: String, CaseIterable, ExpressibleByArgument { case paper, transparent }

/// How a sheet is laid out.
struct LayoutOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The side of a drawing's cell, in px, mm or in.", valueName: "length"))
    var cell: Length = SheetStyle().cell

    @Option(name: .long, help: ArgumentHelp("White around the sheet.", valueName: "length"))
    var margin: Length = SheetStyle().margin

    @Option(name: .long, help: ArgumentHelp("White between cells.", valueName: "length"))
    var gap: Length = SheetStyle().gap

    @Option(name: .long, help: ArgumentHelp("The pen's width. (default: 1.5 % of the cell)", valueName: "length"))
    var lineWidth: Length?

    @Option(name: .long, help: ArgumentHelp("The most cells in a line; the rest wraps.", valueName: "n"))
    var columns: Int?

    @Flag(name: .long, help: "Leave the labels out.")
    var noLabels = false

    @Option(name: .long, help: ArgumentHelp("One scale for all drawings, or each fills its cell.", valueName: "common|each"))
    var fit: SheetStyle.Fit = .common

    @Option(name: .long, help: ArgumentHelp("A title above the sheet.", valueName: "text"))
    var title: String = ""

    @Option(name: .long, help: ArgumentHelp("Pixels an inch of a PNG.", valueName: "n"))
    var dpi: Double = SheetStyle().dpi

    @Option(name: .long, help: ArgumentHelp("Paper and ink: paper, ink (one colour), blueprint, dark.", valueName: "name"))
    var style: Theme = .paper

    @Option(name: .long, help: ArgumentHelp("The paper's colour, or none.", valueName: "paper|transparent"))
    var background: Background = .paper

    @Option(
        name: [.long, .customLong("colour-by")],
        help: ArgumentHelp(
            "What colours tell: what the sheet varies, each drawing's temperature or its step in the row, the order of the pen's way, or nothing.",
            valueName: "sheet|temperature|step|order|none"))
    var colorBy: SheetStyle.ColourBy = .sheet

    @Option(name: .long, help: ArgumentHelp("A page to put the sheet on: A4, A3 or letter.", valueName: "size"))
    var page: PageSize?

    func validate() throws {
        if let columns, !(1...10_000).contains(columns) {
            throw ValidationError("--columns \(columns): give a number from 1 to 10000.")
        }
        guard dpi >= 1, dpi <= 10_000 else {
            throw ValidationError("--dpi \(dpi): give a number from 1 to 10000.")
        }
        guard cell.points > 0 else { throw ValidationError("--cell \(cell): give a length above 0.") }
    }

    /// The layout as commands carry it.
    /// - Parameters:
    ///   - units: see `UnitOptions`.
    ///   - sampling: how all of the sheet's drawings are drawn, where that is one way.
    func sheet(units: Length.Unit? = nil, sampling: Sampling? = nil) -> SheetLayout {
        let style = SheetStyle(
            cell: cell, margin: margin, gap: gap, lineWidth: lineWidth, columns: columns, showsLabels: !noLabels,
            fit: fit, title: title, dpi: dpi, unit: units, theme: self.style,
            isTransparent: background == .transparent, colourBy: colorBy,
            temperature: sampling.map { $0.isGreedy ? 0 : $0.temperature },
            page: page)
        let standard = SheetStyle()
        var text = CommandLineText("")
        func add(_ name: String, _ value: String, unless isStandard: Bool) {
            if !isStandard { text = text.option(name, value) }
        }
        add("cell", cell.description, unless: cell == standard.cell)
        add("margin", margin.description, unless: margin == standard.margin)
        add("gap", gap.description, unless: gap == standard.gap)
        if let lineWidth { add("line-width", lineWidth.description, unless: false) }
        if let columns { add("columns", String(columns), unless: false) }
        add("fit", fit.rawValue, unless: fit == standard.fit)
        add("title", title, unless: title.isEmpty)
        add("dpi", "\(dpi)", unless: dpi == standard.dpi)
        add("style", self.style.rawValue, unless: self.style == .paper)
        add("background", background.rawValue, unless: background == .paper)
        add("color-by", colorBy.rawValue, unless: colorBy == .sheet)
        if let page { add("page", page.rawValue, unless: false) }
        if let units { add("units", units.rawValue, unless: false) }
        return SheetLayout(style: style, settings: settings, options: text.flag("no-labels", noLabels).text)
    }

    /// The recipe's part about the layout.
    private var settings: [RecipeEntry] {
        var entries: [RecipeEntry] = [
            .init("cell", .text(cell.description)), .init("margin", .text(margin.description)),
            .init("gap", .text(gap.description)), .init("fit", .text(fit.rawValue)),
            .init("labels", .flag(!noLabels)), .init("dpi", .number(dpi)),
        ]
        if let lineWidth { entries.append(.init("line_width", .text(lineWidth.description))) }
        if let columns { entries.append(.init("columns", .integer(columns))) }
        if !title.isEmpty { entries.append(.init("title", .text(title))) }
        if style != .paper { entries.append(.init("style", .text(style.rawValue))) }
        return entries
    }
}

/// An SVG's unit; apart from the other layout options because `decode` has units of another kind.
struct UnitOptions: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("The unit of an SVG's size and coordinates. (default: the cell's)", valueName: "px|mm|in")
    )
    var units: Length.Unit?
}

extension LayoutOptions {
    /// What a command draws that takes no layout options.
    static var standard: SheetLayout {
        SheetLayout(style: SheetStyle(), settings: [], options: "")
    }
}

/// How a sheet looks, and how that was asked for.
struct SheetLayout {
    var style: SheetStyle
    /// The recipe's part about the layout.
    var settings: [RecipeEntry]
    /// The layout options as they could be typed again, each after a space; defaults are left out.
    var options: String

    /// The recipe of a picture in this layout: `command` without layout options and output.
    func recipe(
        _ command: CommandLineText, models: [Recipe.Source] = [], seed: UInt64? = nil,
        settings own: [RecipeEntry] = [], inputs: [Recipe.Source] = []
    ) -> Recipe {
        Recipe(
            version: Studio.version, command: command.text + options, models: models, seed: seed,
            settings: own + settings, inputs: inputs)
    }
}
