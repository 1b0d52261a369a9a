/// The page of a drawing that comes from a document: its size, groups and styles, so that the document can be written again with
/// other strokes or another order of them.
public struct DrawingPage: Hashable, Sendable {
    /// A group of strokes, for example a layer of Inkscape.
    public struct Group: Hashable, Sendable {
        /// The index of the group around it.
        public var parent: Int?
        /// The name that is unique in the document.
        public var id: String?
        /// Inkscape's name of the layer or group.
        public var label: String?
        /// Whether the group is a layer of Inkscape.
        public var isLayer = false
        /// The title, which programs show to people.
        public var title: String?

        /// Creates a group.
        public init(parent: Int? = nil, id: String? = nil, label: String? = nil, isLayer: Bool = false) {
            (self.parent, self.id, self.label, self.isLayer) = (parent, id, label, isLayer)
        }
    }

    /// The paint of strokes, as properties of SVG.
    public struct Style: Hashable, Sendable {
        private var values: [String: String] = [:]

        /// Creates a style without properties.
        public init() {}

        /// The value of a property, in CSS.
        public subscript(name: String) -> String? {
            get { values[name] }
            set { values[name] = newValue }
        }

        /// The properties by their names' order.
        public var properties: [(name: String, value: String)] {
            values.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        }

        /// Whether the strokes surround an area with paint.
        public var isFilled: Bool { values["fill"] ?? "none" != "none" }
    }

    /// A part of a stroke, after the end of the one before.
    public enum Segment: Hashable, Sendable {
        case line(to: Point)
        /// A cubic Bézier curve.
        case cubic(Point, Point, to: Point)

        var end: Point {
            switch self {
            case .line(let end), .cubic(_, _, let end): end
            }
        }
    }

    /// A stroke as the document has it, in the user units of the page.
    public struct Curve: Hashable, Sendable {
        /// The first point.
        public var start: Point
        /// The parts, each from the end of the one before.
        public var segments: [Segment]

        /// Creates a curve.
        public init(start: Point, segments: [Segment]) { (self.start, self.segments) = (start, segments) }

        /// Whether the last segment returns to the start.
        public var isClosed: Bool { segments.count > 1 && segments.last?.end == start }

        /// Returns the curve from its end to its start.
        public func reversed() -> Curve {
            var result = Curve(start: segments.last?.end ?? start, segments: [])
            let starts = [start] + segments.map(\.end)
            for (segment, from) in zip(segments, starts).reversed() {
                switch segment {
                case .line: result.segments.append(.line(to: from))
                case .cubic(let p, let q, _): result.segments.append(.cubic(q, p, to: from))
                }
            }
            return result
        }
    }

    /// What the document states about a stroke.
    public struct Line: Hashable, Sendable {
        /// The index of the innermost group.
        public var group: Int?
        /// The index of the style.
        public var style: Int
        /// The number of the shape. Strokes of a filled shape stay together.
        public var shape: Int
        /// The curve; nil if the stroke's points replace it.
        public var curve: Curve?

        /// Creates the properties of a stroke.
        public init(group: Int?, style: Int, shape: Int, curve: Curve?) {
            (self.group, self.style, self.shape, self.curve) = (group, style, shape, curve)
        }
    }

    /// The attributes of the page as the document has them, for example `width` "210mm".
    public var attributes: [(name: String, value: String)] {
        get { pairs.map { (name: $0[0], value: $0[1]) } }
        set { pairs = newValue.map { [$0.name, $0.value] } }
    }
    private var pairs: [[String]] = []
    /// The document's title.
    public var title: String?
    /// The map from pixels to user units: x' = a x + c y + e, y' = b x + d y + f.
    public var map: [Double]
    /// The larger side of the page in user units, which decides the precision of coordinates.
    public var extent: Double
    /// The groups that contain strokes; one follows the group around it.
    public var groups: [Group] = []
    /// The styles of the strokes.
    public var styles: [Style] = []
    /// One for each stroke, in the same order.
    public var lines: [Line] = []
    /// The filled rectangle as large as the page before the strokes, which is not one of them.
    public var background: Line?

    /// Creates a page without strokes.
    /// - Parameters:
    ///   - map: six numbers; see `map`.
    ///   - extent: see `extent`.
    public init(map: [Double], extent: Double) { (self.map, self.extent) = (map, extent) }

    /// Maps a point in pixels to user units.
    package func point(_ p: Point) -> Point {
        guard map.count == 6 else { return p }
        return Point(x: map[0] * p.x + map[2] * p.y + map[4], y: map[1] * p.x + map[3] * p.y + map[5])
    }

    /// A number with at most `decimals` decimals.
    package static func number(_ value: Double, decimals: Int = 6) -> String {
        var factor = 1.0
        for _ in 0..<decimals { factor *= 10 }
        let rounded = (value * factor).rounded() / factor
        guard let whole = Int(exactly: rounded) else { return "\(rounded)" }
        return String(whole)
    }
}
