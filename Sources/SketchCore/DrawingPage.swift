/// The document that a drawing was read from: page size, groups and styles. With it the document can be written again after its
/// strokes have been changed or reordered.
public struct DrawingPage: Hashable, Sendable {
    /// A group of strokes, for example a layer of Inkscape.
    public struct Group: Hashable, Sendable {
        /// The index of the parent group.
        public var parent: Int?
        /// The `id` attribute.
        public var id: String?
        /// The `inkscape:label` attribute.
        public var label: String?
        /// Whether the group is a layer of Inkscape.
        public var isLayer = false
        /// The text of the `<title>` element.
        public var title: String?

        /// Creates a group.
        public init(parent: Int? = nil, id: String? = nil, label: String? = nil, isLayer: Bool = false) {
            (self.parent, self.id, self.label, self.isLayer) = (parent, id, label, isLayer)
        }
    }

    /// How strokes are painted, as SVG properties.
    public struct Style: Hashable, Sendable {
        private var values: [String: String] = [:]

        /// Creates a style without properties.
        public init() {}

        /// The value of a property, in CSS.
        public subscript(name: String) -> String? {
            get { values[name] }
            set { values[name] = newValue }
        }

        /// The properties, sorted by name.
        public var properties: [(name: String, value: String)] {
            values.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        }

        /// Whether the strokes outline a filled area.
        public var isFilled: Bool { values["fill"] ?? "none" != "none" }
    }

    /// A segment of a stroke; it starts where the previous one ends.
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

    /// A stroke as the document states it, in the page's user units.
    public struct Curve: Hashable, Sendable {
        /// The first point.
        public var start: Point
        /// The segments, in order.
        public var segments: [Segment]

        /// Creates a curve.
        public init(start: Point, segments: [Segment]) { (self.start, self.segments) = (start, segments) }

        /// Whether the last segment returns to the start.
        public var isClosed: Bool { segments.count > 1 && segments.last?.end == start }

        /// Returns the curve in the opposite direction.
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
        /// The index of the innermost group around it.
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

    /// The attributes of the root element as the document states them, for example `width` "210mm".
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
    /// The groups that contain strokes; a group comes after its parent.
    public var groups: [Group] = []
    /// The styles of the strokes.
    public var styles: [Style] = []
    /// One for each stroke, in the same order.
    public var lines: [Line] = []
    /// The filled rectangle of the page's size below all strokes, if there is one; it is not among `lines`.
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
}
