import ArgumentParser
import SketchRendering

extension Length: ExpressibleByArgument {
    /// `20mm`, `1in`, `120px`.
    public init?(argument: String) {
        guard let length = try? Length(parsing: argument) else { return nil }
        self = length
    }

    public var defaultValueDescription: String { description }
}

extension SheetStyle.Fit: ExpressibleByArgument {}

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

    func validate() throws {
        if let columns, !(1...10_000).contains(columns) {
            throw ValidationError("--columns \(columns): give a number from 1 to 10000.")
        }
        guard dpi >= 1, dpi <= 10_000 else {
            throw ValidationError("--dpi \(dpi): give a number from 1 to 10000.")
        }
        guard cell.points > 0 else { throw ValidationError("--cell \(cell): give a length above 0.") }
    }

    var style: SheetStyle {
        SheetStyle(
            cell: cell, margin: margin, gap: gap, lineWidth: lineWidth, columns: columns,
            showsLabels: !noLabels, fit: fit, title: title, dpi: dpi)
    }

    /// The recipe's part about the layout.
    var settings: [RecipeEntry] {
        var entries: [RecipeEntry] = [
            .init("cell", .text(cell.description)), .init("margin", .text(margin.description)),
            .init("gap", .text(gap.description)), .init("fit", .text(fit.rawValue)),
            .init("labels", .flag(!noLabels)), .init("dpi", .number(dpi)),
        ]
        if let lineWidth { entries.append(.init("line_width", .text(lineWidth.description))) }
        if let columns { entries.append(.init("columns", .integer(columns))) }
        if !title.isEmpty { entries.append(.init("title", .text(title))) }
        return entries
    }
}
