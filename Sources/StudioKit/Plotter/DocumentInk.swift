import FoundationEssentials
import SketchCore
import SketchRendering

/// The page, colours and layers of a drawing from a document.
struct DocumentInk {
    private let page: DrawingPage

    /// Nil for a drawing that is not from a document.
    init?(_ record: SketchRecord) {
        guard let page = record.page, page.lines.count == record.sketch.strokes.count else { return nil }
        self.page = page
    }

    /// The document's size, or else that of its viewBox in pixels; nil if it states none that a page can have.
    var size: Page? {
        func text(_ name: String) -> String? { page.attributes.first { $0.name == name }?.value }
        let box = (text("viewBox") ?? "").split { $0 == "," || $0.isWhitespace }.compactMap { Double($0) }
        func length(_ name: String, or index: Int) -> Length? {
            guard let text = text(name), text != "auto", text != "100%" else {
                return box.count == 4 ? .pixels(box[index]) : nil
            }
            return Self.length(text)
        }
        guard let width = length("width", or: 2), let height = length("height", or: 3) else { return nil }
        return try? Page(parsing: "\(width)x\(height)")
    }

    /// A length in a unit of SVG; nil for percentages and units of fonts.
    private static func length(_ text: String) -> Length? {
        if let length = try? Length(parsing: text) { return length }
        let text = text.lowercased()
        for (unit, millimetres) in [("pt", 25.4 / 72), ("pc", 25.4 / 6), ("q", 0.25)] where text.hasSuffix(unit) {
            return Double(text.dropLast(unit.count).trimmed).map { .millimetres($0 * millimetres) }
        }
        return nil
    }

    /// The colour that a stroke is drawn with: that of its line, or else of its area.
    func colour(of stroke: Int) -> Colour {
        let style = page.styles.indices.contains(page.lines[stroke].style) ? page.styles[page.lines[stroke].style] : nil
        return ["stroke", "fill"].lazy.compactMap { style?[$0].flatMap(Colour.init(css:)) }.first ?? .black
    }

    /// The name of the outermost group of a stroke that has one; empty without one.
    func layer(of stroke: Int) -> String {
        var name = ""
        var group = page.lines[stroke].group
        // A group follows the group around it.
        while let index = group, page.groups.indices.contains(index) {
            name = page.groups[index].label ?? page.groups[index].id ?? name
            group = page.groups[index].parent.flatMap { $0 < index ? $0 : nil }
        }
        return name
    }
}
