import SketchCore

/// The colours of paper and ink.
public enum Theme: String, Hashable, Sendable, CaseIterable {
    /// White paper and the sheet's colours.
    case paper
    /// White paper and one dark ink, for plotters with one pen.
    case ink
    /// White ink on blue paper.
    case blueprint
    /// The sheet's colours on nearly black paper.
    case dark

    /// The colour of the paper.
    var background: Colour {
        switch self {
        case .paper, .ink: .white
        case .blueprint: Colour(rgb: 0x24508A)
        case .dark: Colour(rgb: 0x16181C)
        }
    }

    /// Returns the ink for a line's colour in the sheet.
    func line(_ colour: Colour) -> Colour {
        switch self {
        case .paper: colour
        case .ink: Colour(rgb: 0x1A1A1A)
        case .blueprint: Colour(rgb: 0xF2F7FF)
        case .dark: colour == .black ? Colour(rgb: 0xE8E8E8) : colour
        }
    }

    /// Returns the ink for a text's colour: labels and titles have their own, other text that of lines. The contrast to the
    /// paper is at least 4.5:1 in every theme.
    func text(_ colour: Colour) -> Colour {
        let ink =
            switch (self, colour) {
            case (.blueprint, .label): Colour(rgb: 0xC4D8F2)
            case (.blueprint, .title): Colour(rgb: 0xDCE8F8)
            case (.dark, .label): Colour(rgb: 0x9CA1AA)
            case (.dark, .title): Colour(rgb: 0xC4C8CE)
            case (.paper, .label), (.ink, .label), (.paper, .title), (.ink, .title): colour
            default: line(colour)
            }
        return ink.readable(on: background)
    }
}

extension Picture {
    /// Returns the picture in a theme's colours.
    func themed(_ theme: Theme, isTransparent: Bool) -> Picture {
        var picture = mapItems { item in
            switch item {
            case .lines(let lines, let colour, let width): .lines(lines, colour: theme.line(colour), width: width)
            case .curves(let curves, let colour, let width): .curves(curves, colour: theme.line(colour), width: width)
            case .text(let text):
                .text(
                    Text(
                        text.string, x: text.x, y: text.y, size: text.size, colour: theme.text(text.colour),
                        anchor: text.anchor))
            case .rectangle, .group: item
            }
        }
        picture.background = isTransparent ? nil : theme.background
        return picture
    }

    /// Returns the picture centred on a page, reduced to fit if necessary.
    func placed(on page: Page) -> Picture {
        let (pageWidth, pageHeight) = (page.width.points, page.height.points)
        let scale = min(1, pageWidth / width, pageHeight / height)
        var picture = moved(x: (pageWidth - width * scale) / 2, y: (pageHeight - height * scale) / 2, scale: scale)
        (picture.width, picture.height, picture.reduction) = (pageWidth, pageHeight, scale)
        return picture
    }

    /// Returns a copy with its items scaled, then moved by `x` and `y` points.
    func moved(x left: Double, y top: Double, scale: Double = 1) -> Picture {
        func placed(_ lines: [[Point]]) -> [[Point]] {
            lines.map { $0.map { Point(x: left + $0.x * scale, y: top + $0.y * scale) } }
        }
        var picture = self
        picture.cells = cells.mapValues { Cell(pixelsPerPoint: $0.pixelsPerPoint / scale, place: $0.place) }
        return picture.mapItems { item in
            switch item {
            case .lines(let lines, let colour, let width): .lines(placed(lines), colour: colour, width: width * scale)
            case .curves(let curves, let colour, let width): .curves(placed(curves), colour: colour, width: width * scale)
            case .text(let text):
                .text(
                    Text(
                        text.string, x: left + text.x * scale, y: top + text.y * scale, size: text.size * scale,
                        colour: text.colour, anchor: text.anchor))
            case .rectangle(let x, let y, let width, let height, let colour):
                .rectangle(
                    x: left + x * scale, y: top + y * scale, width: width * scale, height: height * scale,
                    colour: colour)
            case .group: item
            }
        }
    }
}
