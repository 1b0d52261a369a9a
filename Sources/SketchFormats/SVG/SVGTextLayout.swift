import SketchCore

/// The positions that a `text` or a `tspan` states for its characters.
struct SVGTextPlace {
    fileprivate(set) var x: [SVGLength] = []
    fileprivate(set) var y: [SVGLength] = []
    fileprivate(set) var dx: [SVGLength] = []
    fileprivate(set) var dy: [SVGLength] = []
    /// Whether spaces stay as they are; nil if the element does not state it.
    let keepsSpace: Bool?
    /// Whether the element states something that is not followed.
    let isIncomplete: Bool

    /// - Throws: `Fault`.
    init(_ attributes: XMLAttributes) throws {
        func lengths(_ name: StaticString) throws -> [SVGLength] {
            try (attributes.bytes(name) ?? []).split { [0x20, 0x09, 0x0A, 0x0D, 0x2C].contains($0) }.compactMap {
                try SVGLength(parsing: Array($0), of: name)
            }
        }
        (x, y, dx, dy) = (try lengths("x"), try lengths("y"), try lengths("dx"), try lengths("dy"))
        keepsSpace = attributes.text("http://www.w3.org/XML/1998/namespace\nspace").map { $0 == "preserve" }
        isIncomplete = ["rotate", "textLength", "baseline-shift", "writing-mode"].contains { (name: StaticString) in
            attributes.bytes(name) != nil
        }
    }
}

/// The pieces of a `text` element, with their positions.
struct SVGTextLayout {
    /// Characters of one font that are laid out together.
    private struct Piece {
        var text: String
        var font: SVGFont
        /// The number of its element, for its style.
        var style: Int
        var x: Double?
        var y: Double?
        var dx = 0.0
        var dy = 0.0
    }

    private var pieces: [Piece] = []
    private var place: SVGTextPlace?
    private var endsInSpace = true

    /// Begins an element, whose positions are those of the next characters.
    mutating func enter(_ place: SVGTextPlace) {
        guard !(place.x.isEmpty && place.y.isEmpty && place.dx.isEmpty && place.dy.isEmpty) else { return }
        self.place = place
    }

    mutating func add(_ text: String, _ font: SVGFont, style: Int, in viewport: SVGViewport) {
        var characters = text.unicodeScalars.map { scalar -> Character in
            scalar.properties.isWhitespace && scalar != "\u{A0}" || scalar.value < 0x20 ? " " : Character(scalar)
        }
        if !font.keepsSpace {
            var kept: [Character] = []
            for character in characters where character != " " || !endsInSpace {
                kept.append(character)
                endsInSpace = character == " "
            }
            characters = kept
        } else if let last = characters.last {
            endsInSpace = last == " "
        }
        // Combining characters follow their letters.
        var rest = Array(String(characters))[...]
        while !rest.isEmpty {
            var piece = Piece(text: "", font: font, style: style)
            if var next = place {
                func take(_ lengths: inout [SVGLength], _ direction: SVGLength.Direction) -> Double? {
                    lengths.isEmpty ? nil : lengths.removeFirst().pixels(direction, in: viewport)
                }
                piece.x = take(&next.x, .horizontal)
                piece.y = take(&next.y, .vertical)
                piece.dx = take(&next.dx, .horizontal) ?? 0
                piece.dy = take(&next.dy, .vertical) ?? 0
                place = next.x.isEmpty && next.y.isEmpty && next.dx.isEmpty && next.dy.isEmpty ? nil : next
            }
            let count = place != nil || font.letterSpacing != 0 ? 1 : rest.count
            piece.text = String(rest.prefix(count))
            rest = rest.dropFirst(count)
            pieces.append(piece)
        }
    }

    /// A piece as outlines in user units.
    struct Placed {
        var subpaths: [SVGSubpath]
        var style: Int
        var missingGlyphs: Int
        /// The font family that is not installed.
        var missingFamily: String?
    }

    /// Returns the pieces at their places; nil if text cannot be laid out.
    func placed(by outliner: TextOutliner) -> [Placed]? {
        var (pieces, outlines) = (pieces, [TextOutliner.Outline]())
        if let last = pieces.last, !last.font.keepsSpace, last.text.hasSuffix(" ") { pieces[pieces.count - 1].text.removeLast() }
        for piece in pieces {
            guard let outline = outliner.outline(piece.text, piece.font.font) else { return nil }
            outlines.append(outline)
        }
        var result: [Placed] = []
        var pen = Point(x: 0, y: 0)
        for (index, piece) in pieces.enumerated() {
            if let x = piece.x { pen.x = x }
            if let y = piece.y { pen.y = y }
            if index == 0 || piece.x != nil || piece.y != nil {
                let end = pieces[(index + 1)...].firstIndex { $0.x != nil || $0.y != nil } ?? pieces.count
                let width = (index..<end).reduce(0) { $0 + pieces[$1].dx + Self.advance(pieces[$1], outlines[$1]) }
                switch piece.font.anchor {
                case .start: break
                case .middle: pen.x -= width / 2
                case .end: pen.x -= width
                }
            }
            pen.x += piece.dx
            pen.y += piece.dy
            let map = SVGTransform.translation(pen.x, pen.y).after(.scale(piece.font.size, piece.font.size))
            result.append(
                Placed(
                    subpaths: outlines[index].curves.map { SVGSubpath($0).transformed(map) }, style: piece.style,
                    missingGlyphs: outlines[index].missingGlyphs,
                    missingFamily: outlines[index].isSubstituted ? piece.font.font.family : nil))
            pen.x += Self.advance(piece, outlines[index])
        }
        return result
    }

    private static func advance(_ piece: Piece, _ outline: TextOutliner.Outline) -> Double {
        outline.advance * piece.font.size + (piece.text.isEmpty ? 0 : piece.font.letterSpacing)
    }
}

extension SVGSubpath {
    fileprivate init(_ curve: DrawingPage.Curve) {
        self.init(
            start: curve.start,
            segments: curve.segments.map { segment in
                switch segment {
                case .line(let end): .line(to: end)
                case .cubic(let p, let q, let end): .cubic(p, q, to: end)
                }
            })
    }
}
