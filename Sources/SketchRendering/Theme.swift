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

    /// Returns the ink for a text's colour: labels and titles have their own, signs have that of lines.
    func text(_ colour: Colour) -> Colour {
        guard colour == .label || colour == .title else { return line(colour) }
        return switch self {
        case .paper, .ink: colour
        case .blueprint: colour == .label ? Colour(rgb: 0xA8C3E6) : Colour(rgb: 0xDCE8F8)
        case .dark: colour == .label ? Colour(rgb: 0x80858E) : Colour(rgb: 0xC4C8CE)
        }
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

    /// Returns the picture centred on a page, reduced to fit if necessary. The page is landscape if the picture is wider
    /// than high.
    func placed(on page: PageSize) -> Picture {
        let (short, long) = page.points
        let (pageWidth, pageHeight) = width > height ? (long, short) : (short, long)
        let scale = min(1, pageWidth / width, pageHeight / height)
        let (left, top) = ((pageWidth - width * scale) / 2, (pageHeight - height * scale) / 2)
        func placed(_ lines: [[Point]]) -> [[Point]] {
            lines.map { $0.map { Point(x: left + $0.x * scale, y: top + $0.y * scale) } }
        }
        var picture = mapItems { item in
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
        (picture.width, picture.height) = (pageWidth, pageHeight)
        return picture
    }
}

/// A standard size of paper.
public enum PageSize: String, Hashable, Sendable, CaseIterable {
    /// 210 x 297 mm.
    case a4 = "A4"
    /// 297 x 420 mm.
    case a3 = "A3"
    /// 8.5 x 11 in.
    case letter

    /// The short and the long side, in points.
    var points: (short: Double, long: Double) {
        let millimetre = 72 / 25.4
        return switch self {
        case .a4: (210 * millimetre, 297 * millimetre)
        case .a3: (297 * millimetre, 420 * millimetre)
        case .letter: (612, 792)
        }
    }
}
