import SketchCore

/// A sheet cell: a drawing, in one or more coloured layers, and its label.
public struct SheetCell: Hashable, Sendable {
    /// A part of a drawing in one colour, for example the given strokes of a completion.
    public struct Layer: Hashable, Sendable {
        /// The strokes, in the coordinates of the cell's other layers.
        public var sketch: Sketch
        /// The colour of the strokes.
        public var colour: Colour

        /// Creates a layer.
        public init(sketch: Sketch, colour: Colour) {
            self.sketch = sketch
            self.colour = colour
        }
    }

    /// The layers, which share one coordinate system. Later layers are painted over earlier ones.
    public var layers: [Layer]
    /// Text below the drawing; empty for none.
    public var label: String
    /// The sampling temperature, if it differs from the sheet's.
    public var temperature: Double?
    /// The title of the drawing, such as "cat, T = 0.2", where readers name drawings one by one: in SVG files, and on the buttons
    /// and files of pages. Empty for the label, or else the labels of row and column.
    public var name: String

    /// Creates a cell with a drawing in one colour.
    public init(sketch: Sketch, colour: Colour = .black, label: String = "", temperature: Double? = nil, name: String = "") {
        self.init(layers: [Layer(sketch: sketch, colour: colour)], label: label, temperature: temperature, name: name)
    }

    /// Creates a cell with a drawing in several colours.
    public init(layers: [Layer], label: String = "", temperature: Double? = nil, name: String = "") {
        self.layers = layers
        self.label = label
        self.temperature = temperature
        self.name = name
    }

    /// A cell without a drawing.
    public static let empty = SheetCell(layers: [])

    /// The bounds of all finite points, in pixels; `nil` if there are none.
    package var bounds: Bounds? {
        var bounds: Bounds?
        for layer in layers {
            for stroke in layer.sketch.strokes {
                for point in stroke where Bounds.isDrawable(point) {
                    if bounds == nil { bounds = Bounds(point) } else { bounds?.add(point) }
                }
            }
        }
        return bounds
    }
}

extension Bounds {
    /// Whether both coordinates are finite and small enough for differences to be exact.
    package static func isDrawable(_ point: Point) -> Bool {
        abs(point.x) < 1e12 && abs(point.y) < 1e12
    }
}
