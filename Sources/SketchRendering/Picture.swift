import FoundationEssentials
import Glibc
import SketchCore
import SketchSupport

/// A picture laid out in points (1/72 in, y down).
///
/// The layout is computed once and used by all writers, so PNG, SVG, PDF and HTML show the same picture.
public struct Picture: Hashable, Sendable {
    /// An element of the page. Later items are painted over earlier ones.
    public enum Item: Hashable, Sendable {
        /// Polylines of one colour with round caps, in points. A polyline of one point is a dot of diameter `width`.
        case lines([[Point]], colour: Colour, width: Double)
        /// Curves of one colour with round caps, in points: each is a start, and two control points and an end for every
        /// cubic Bézier segment. A segment whose control points are its ends is straight; a start alone is a dot.
        case curves([[Point]], colour: Colour, width: Double)
        /// A line of text.
        case text(Text)
        /// A filled rectangle; `x` and `y` are its top left corner, in points.
        case rectangle(x: Double, y: Double, width: Double, height: Double, colour: Colour)
        /// Items that belong together, such as a drawing and its label; the title may be empty.
        case group([Item], title: String)
    }

    /// A line of text.
    public struct Text: Hashable, Sendable {
        /// The part of the text that is at `x`.
        public enum Anchor: Hashable, Sendable { case start, middle, end }

        /// The text; line breaks are shown as spaces.
        public var string: String
        /// The position of the anchor, in points.
        public var x: Double
        /// The baseline, in points.
        public var y: Double
        /// The font size, in points.
        public var size: Double
        /// The colour of the glyphs.
        public var colour: Colour
        /// The part of the text that is at `x`.
        public var anchor: Anchor

        /// Creates a line of text.
        public init(_ string: String, x: Double, y: Double, size: Double, colour: Colour, anchor: Anchor) {
            self.string = string
            self.x = x
            self.y = y
            self.size = size
            self.colour = colour
            self.anchor = anchor
        }
    }

    /// The width, in points.
    public var width: Double
    /// The height, in points.
    public var height: Double
    /// The elements of the page, in painting order.
    public var items: [Item]
    /// The unit of sizes and coordinates in SVG output.
    public var unit: Length.Unit
    /// The resolution of PNG output, in pixels per inch.
    public var dpi: Double
    /// The document title, stored in the file's metadata; may be empty.
    public var title: String
    /// The font family of text; `nil` for the default sans-serif font.
    public var font: String?
    /// The share of its size to which the picture was reduced to fit its page; 1 if it fits.
    package var reduction = 1.0
    /// The drawings among `items`, by the index of their group.
    package var cells: [Int: Cell] = [:]
    /// The colour of the paper; `nil` for a transparent background.
    public var background: Colour? = .white
    /// A grey picture on the background, at one pixel per point.
    package var underlay: Underlay?

    /// Creates a picture on white paper. Sizes are in points.
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

    /// The lines, curves, texts and rectangles of all groups, in painting order.
    package var flatItems: [Item] { items.flatMap(Self.flat) }

    private var hasText: Bool {
        flatItems.contains { item in
            if case .text(let text) = item { !text.string.isEmpty } else { false }
        }
    }

    private static func flat(_ item: Item) -> [Item] {
        if case .group(let items, _) = item { items.flatMap(flat) } else { [item] }
    }

    /// Returns a copy with `change` applied to each line, curve, text and rectangle.
    func mapItems(_ change: (Item) -> Item) -> Picture {
        func changed(_ item: Item) -> Item {
            if case .group(let items, let title) = item { .group(items.map(changed), title: title) } else { change(item) }
        }
        var picture = self
        picture.items = items.map(changed)
        return picture
    }

    /// Checks the size against the limits of a format.
    ///
    /// - Throws: `RenderingError.badStyle` or `.tooLarge`.
    func checkSize(for format: PictureFormat) throws {
        switch format {
        case .png: _ = try PNGWriter.size(of: self)
        case .svg, .html: break
        case .pdf: try PDFWriter.checkSize(of: self)
        }
    }

    /// Returns the content of a picture file. The same picture and recipe give the same bytes.
    ///
    /// - Parameter recipe: How the picture was made, stored in its metadata; `nil` stores nothing.
    /// - Throws: `RenderingError.badStyle`, `.tooLarge`, `.noFont`, `.noTextThreads`, `.drawingFailed` or `.pageFilesMissing`.
    public func data(format: PictureFormat, recipe: Recipe? = nil) throws -> Data {
        if hasText, let problem = TextMeasure.problem { throw problem }
        return switch format {
        case .png: try PNGWriter.data(self, recipe: recipe)
        case .svg: SVGWriter.data(self, recipe: recipe)
        case .pdf: try PDFWriter.data(self, recipe: recipe)
        case .html: try HTMLWriter.data(self, recipe: recipe)
        }
    }

    /// Writes a picture file in the format given by the path's extension: `.png`, `.svg`, `.pdf` or `.html`.
    ///
    /// The file is written under a temporary name and renamed, so an existing file is replaced completely or not at all.
    ///
    /// - Parameter recipe: How the picture was made, stored in its metadata; `nil` stores nothing.
    /// - Throws: `RenderingError`, or an error that names the path if the file cannot be written.
    public func write(to path: String, recipe: Recipe? = nil) throws {
        let format = try PictureFormat(path: path)
        try AtomicFile.write(data(format: format, recipe: recipe), to: path)
    }
}
