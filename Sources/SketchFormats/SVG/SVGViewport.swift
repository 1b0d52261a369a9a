import FoundationEssentials

/// The size of the coordinate system to which percentages refer.
struct SVGViewport {
    var width: Double
    var height: Double
    /// The size of the page in pixels, to which the units vw, vh, vmin and vmax refer.
    var page: (width: Double, height: Double)

    /// - Parameter page: nil for the viewport itself.
    init(width: Double, height: Double, page: (width: Double, height: Double)? = nil) {
        (self.width, self.height) = (width, height)
        self.page = page ?? (width, height)
    }
}

/// A `viewBox` with its `preserveAspectRatio`: the part of the drawing that fills a viewport, and how.
struct SVGViewBox {
    /// Whether the width or the height is 0, so that nothing is rendered.
    var isEmpty: Bool { width == 0 || height == 0 }

    let x: Double
    let y: Double
    let width: Double
    let height: Double
    /// The fraction of the remaining space before the drawing, from 0 to 1; nil stretches the drawing to the viewport.
    private let alignment: (x: Double, y: Double)?
    /// Whether the drawing covers the viewport instead of fitting inside.
    private let isSlice: Bool

    /// Returns nil without a viewBox, or if it is invalid: not four numbers, or with a negative width or height.
    /// - Throws: `Fault`.
    init?(_ attributes: XMLAttributes) throws {
        guard let text = attributes.bytes("viewBox") else { return nil }
        var scanner = TextScanner(text)
        var numbers: [Double] = []
        scanner.skipSpace()
        while numbers.count < 4, let number = try? scanner.number() {
            numbers.append(number)
            scanner.skipSeparator()
        }
        guard numbers.count == 4, scanner.next == nil, numbers[2] >= 0, numbers[3] >= 0 else { return nil }
        (x, y, width, height) = (numbers[0], numbers[1], numbers[2], numbers[3])

        let words = (attributes.text("preserveAspectRatio") ?? "").split(separator: " ").filter { $0 != "defer" }
        isSlice = words.last == "slice"
        let places = ["Min": 0, "Mid": 0.5, "Max": 1]
        if let word = words.first, word != "slice", word != "meet" {
            if word == "none" {
                alignment = nil
            } else {
                guard word.utf8.count == 8, word.hasPrefix("x"), word.dropFirst(4).first == "Y",
                    let px = places[String(word.dropFirst().prefix(3))], let py = places[String(word.suffix(3))]
                else { throw Fault("preserveAspectRatio=\"\(word.prefix(20))\" must be none or one of xMinYMin to xMaxYMax") }
                alignment = (px, py)
            }
        } else {
            alignment = (0.5, 0.5)
        }
    }

    /// Returns the map from the viewBox to a viewport whose corner is at 0 (SVG 2, section 8.2).
    func map(to viewport: SVGViewport) -> SVGTransform {
        var (sx, sy) = (viewport.width / width, viewport.height / height)
        guard let alignment else { return SVGTransform(a: sx, d: sy, e: -x * sx, f: -y * sy) }
        let scale = isSlice ? max(sx, sy) : min(sx, sy)
        (sx, sy) = (scale, scale)
        return SVGTransform(
            a: sx, d: sy, e: (viewport.width - width * sx) * alignment.x - x * sx,
            f: (viewport.height - height * sy) * alignment.y - y * sy)
    }
}
