import SketchCore

/// What a plotter reads and how fast it is.
public struct PlotterProfile: Hashable, Sendable {
    /// The language of a plotter file.
    public enum Format: String, Hashable, Sendable, CaseIterable {
        /// An SVG in millimetres with an Inkscape layer for each pen, for AxiDraw and similar software.
        case svg
        /// HPGL, in units of 0.025 mm.
        case hpgl
        /// G-code.
        case gcode

        /// The extensions of files in this format.
        public var extensions: [String] {
            switch self {
            case .svg: ["svg"]
            case .hpgl: ["hpgl", "plt"]
            case .gcode: ["gcode", "nc"]
            }
        }
    }

    /// A unit of G-code coordinates.
    public enum Unit: String, Hashable, Sendable, CaseIterable {
        case millimetres = "mm"
        case inches = "in"
    }

    /// The unit of the time of G4.
    public enum DwellUnit: String, Hashable, Sendable, CaseIterable {
        /// As in grbl and LinuxCNC.
        case seconds = "s"
        /// As in Marlin.
        case milliseconds = "ms"
    }

    /// The place of the page where both coordinates are 0.
    public enum Origin: String, Hashable, Sendable, CaseIterable {
        case bottomLeft = "bottom-left"
        case topLeft = "top-left"
        case centre
    }

    /// The direction of the y axis.
    public enum Axis: String, Hashable, Sendable, CaseIterable {
        case up
        case down
    }

    /// How G-code lifts and lowers the pen.
    public enum PenLift: Hashable, Sendable {
        /// A servo: `command` with S and a value, for example `M3 S40`.
        case servo(command: String, up: Double, down: Double)
        /// The z axis, in the profile's unit; it is lowered with `feed`, in units per minute.
        case z(up: Double, down: Double, feed: Double)
        /// Any lines.
        case code(up: [String], down: [String])
    }

    /// What messages call it.
    public var name: String
    /// The language of the file.
    public var format: Format
    /// The speed of the lowered pen, in mm/min.
    public var feed = 3000.0
    /// The speed of the lifted pen, in mm/min.
    public var travelFeed = 6000.0
    /// The acceleration in every direction, in mm/s².
    public var acceleration = 1000.0
    /// How far the path would leave a corner that it passes at speed, in mm (grbl's setting $11).
    public var junctionDeviation = 0.01
    /// The time to lift the pen, in seconds.
    public var dwellUp = 0.15
    /// The time to lower the pen, in seconds.
    public var dwellDown = 0.15
    /// The number of pens; nil for one for each colour.
    public var pens: Int?
    /// The largest page, in mm; nil for any.
    public var area: Area?
    /// The place where both coordinates are 0 (HPGL and G-code).
    public var origin = Origin.bottomLeft
    /// The direction of the y axis (G-code).
    public var yAxis = Axis.up
    /// The unit of coordinates (G-code).
    public var units = Unit.millimetres
    /// How the pen is lifted (G-code).
    public var penLift = PenLift.servo(command: "M3", up: 40, down: 90)
    /// The unit of dwell times (G-code).
    public var dwellUnit = DwellUnit.seconds
    /// Lines after the units are set, before the pen is first lifted (G-code).
    public var begin: [String] = []
    /// Lines at the end (G-code).
    public var end: [String] = []
    /// Lines between two pens (G-code).
    public var pause = ["M0"]

    /// The size of a page, in mm.
    public struct Area: Hashable, Sendable {
        public var width: Double
        public var height: Double

        public init(width: Double, height: Double) { (self.width, self.height) = (width, height) }
    }

    /// Creates a profile with the speeds of a small machine.
    public init(name: String, format: Format) { (self.name, self.format) = (name, format) }

    /// The largest number of pens.
    public static let maximumPens = 64

    /// The built-in profiles.
    public static let builtIn: [PlotterProfile] = [
        PlotterProfile(name: "svg", format: .svg),
        // 25 and 75 % of the AxiDraw's 381 mm/s.
        PlotterProfile(name: "axidraw", format: .svg).with {
            ($0.feed, $0.travelFeed, $0.acceleration, $0.dwellUp, $0.dwellDown) = (5715, 17145, 1500, 0.2, 0.25)
        },
        PlotterProfile(name: "hpgl", format: .hpgl).with {
            ($0.feed, $0.travelFeed, $0.acceleration, $0.dwellUp, $0.dwellDown) = (12_000, 24_000, 4000, 0.1, 0.1)
            $0.pens = 8
        },
        PlotterProfile(name: "hpgl-centre", format: .hpgl).with {
            ($0.feed, $0.travelFeed, $0.acceleration, $0.dwellUp, $0.dwellDown) = (12_000, 24_000, 4000, 0.1, 0.1)
            ($0.pens, $0.origin) = (8, .centre)
        },
        PlotterProfile(name: "grbl-servo", format: .gcode).with { ($0.pens, $0.end) = (1, ["G0 X0 Y0"]) },
        PlotterProfile(name: "grbl-z", format: .gcode).with {
            ($0.pens, $0.end, $0.penLift) = (1, ["G0 X0 Y0"], .z(up: 5, down: 0, feed: 600))
            ($0.dwellUp, $0.dwellDown) = (0, 0)
        },
        PlotterProfile(name: "marlin-servo", format: .gcode).with {
            ($0.pens, $0.end, $0.begin) = (1, ["G0 X0 Y0"], ["G28 X Y"])
            ($0.penLift, $0.dwellUnit) = (.servo(command: "M280 P0", up: 40, down: 90), .milliseconds)
        },
    ]

    /// Returns the built-in profile of this name.
    public static func builtIn(_ name: String) -> PlotterProfile? { builtIn.first { $0.name == name } }

    /// The profile that a file of this extension is written with; nil for an unknown extension.
    public static func standard(forExtension fileExtension: String) -> PlotterProfile? {
        switch Format.allCases.first(where: { $0.extensions.contains(fileExtension) }) {
        case .svg?: builtIn("svg")
        case .hpgl?: builtIn("hpgl")
        case .gcode?: builtIn("grbl-servo")
        case nil: nil
        }
    }

    private func with(_ change: (inout PlotterProfile) -> Void) -> PlotterProfile {
        var copy = self
        change(&copy)
        return copy
    }
}
