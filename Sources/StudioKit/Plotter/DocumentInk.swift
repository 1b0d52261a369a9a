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

    /// The document's size; nil if it states none in the units of lengths.
    var size: Page? {
        func length(_ name: String) -> Length? {
            page.attributes.first { $0.name == name }.flatMap { try? Length(parsing: $0.value) }
        }
        guard let width = length("width"), let height = length("height") else { return nil }
        return try? Page(parsing: "\(width)x\(height)")
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
