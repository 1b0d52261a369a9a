import SketchCore

/// One place on a sheet: a drawing (or parts of one in several colours) and its label.
public struct Cell: Hashable, Sendable {
    /// A part of the cell's drawing in one colour, for example the given strokes of a completion.
    public struct Layer: Hashable, Sendable {
        public var sketch: Sketch
        public var colour: Colour

        public init(sketch: Sketch, colour: Colour) {
            self.sketch = sketch
            self.colour = colour
        }
    }

    /// The layers share one frame of coordinates; later ones lie on top.
    public var layers: [Layer]
    /// Stands below the drawing; empty for none.
    public var label: String
    /// The temperature at which the drawing was drawn, where it is not the whole sheet's.
    public var temperature: Double?

    public init(sketch: Sketch, colour: Colour = .black, label: String = "", temperature: Double? = nil) {
        self.init(layers: [Layer(sketch: sketch, colour: colour)], label: label, temperature: temperature)
    }

    public init(layers: [Layer], label: String = "", temperature: Double? = nil) {
        self.layers = layers
        self.label = label
        self.temperature = temperature
    }

    /// A place where nothing stands.
    public static let empty = Cell(layers: [])

    /// The box around all points that are numbers, in the drawing's own units; nil where there are none.
    package var bounds: Bounds? {
        Bounds(layers.lazy.flatMap { $0.sketch.strokes.joined() }.filter(Bounds.isDrawable))
    }
}

extension Bounds {
    /// Numbers, and not so large that a difference overflows.
    package static func isDrawable(_ point: Point) -> Bool {
        abs(point.x) < 1e12 && abs(point.y) < 1e12
    }
}
