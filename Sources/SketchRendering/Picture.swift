import Foundation
import SketchCore
import SketchSupport

/// A picture laid out once, in points (1/72 in, y down), ready for any of the three writers: what the PNG
/// shows is what the SVG and the PDF show.
public struct Picture: Hashable, Sendable {
    /// One thing on the page; later items lie on top.
    public enum Item: Hashable, Sendable {
        /// Round-capped polylines of one colour; a polyline of one point is a dot of the line's width.
        case lines([[Point]], colour: Colour, width: Double)
        case text(Text)
        /// A filled rectangle.
        case rectangle(x: Double, y: Double, width: Double, height: Double, colour: Colour)
        /// What belongs together, such as a drawing and its label; the title may be empty.
        case group([Item], title: String)
    }

    /// A line of text; `x` is where the anchor lies, `y` the baseline, `size` the font's size in points.
    public struct Text: Hashable, Sendable {
        public enum Anchor: Hashable, Sendable { case start, middle, end }

        public var string: String
        public var x: Double
        public var y: Double
        public var size: Double
        public var colour: Colour
        public var anchor: Anchor

        public init(_ string: String, x: Double, y: Double, size: Double, colour: Colour, anchor: Anchor) {
            self.string = string
            self.x = x
            self.y = y
            self.size = size
            self.colour = colour
            self.anchor = anchor
        }
    }

    /// Points.
    public var width: Double
    /// Points.
    public var height: Double
    public var items: [Item]
    /// The unit of the SVG's size and coordinates.
    public var unit: Length.Unit
    /// Pixels per inch of the PNG.
    public var dpi: Double
    /// The document's title, kept in its metadata; may be empty.
    public var title: String
    /// Nil leaves the paper transparent.
    public var background: Colour? = .white

    public init(
        width: Double, height: Double, items: [Item], unit: Length.Unit = .millimetres, dpi: Double = 192,
        title: String = ""
    ) {
        self.width = width
        self.height = height
        self.items = items
        self.unit = unit
        self.dpi = dpi
        self.title = title
    }

    /// Every line, text and rectangle, whatever group it stands in.
    package var flatItems: [Item] { items.flatMap(Self.flat) }

    private static func flat(_ item: Item) -> [Item] {
        if case .group(let items, _) = item { items.flatMap(flat) } else { [item] }
    }

    /// The picture with every line, text and rectangle changed.
    func mapItems(_ change: (Item) -> Item) -> Picture {
        func changed(_ item: Item) -> Item {
            if case .group(let items, let title) = item { .group(items.map(changed), title: title) } else { change(item) }
        }
        var picture = self
        picture.items = items.map(changed)
        return picture
    }

    /// The picture as a file's bytes; the same picture and recipe give the same bytes.
    /// - Throws: `RenderingError.tooLarge` or `.drawingFailed`.
    public func data(format: PictureFormat, recipe: Recipe) throws -> Data {
        switch format {
        case .png: try PNGWriter.data(self, recipe: recipe)
        case .svg: SVGWriter.data(self, recipe: recipe)
        case .pdf: try PDFWriter.data(self, recipe: recipe)
        }
    }

    /// Writes the picture in the format that the path's extension names; an existing file is replaced
    /// only by a whole one.
    /// - Throws: `RenderingError`, before anything is written where the picture cannot be made.
    public func write(to path: String, recipe: Recipe) throws {
        let format = try PictureFormat(path: path)
        try AtomicFile.write(data(format: format, recipe: recipe), to: path)
    }
}
