import SketchCore
import SketchRendering

/// The strokes of a page by pen, in plotting order. Lengths and coordinates are in millimetres, y down.
public struct PlotterPlan: Hashable, Sendable {
    /// The strokes of one pen.
    public struct Layer: Hashable, Sendable {
        /// The number of the pen, from 1.
        public var pen: Int
        /// The pen's number, its colours and what it draws.
        public var name: String
        /// The colour that represents the pen.
        public var colour: Colour
        /// The strokes in plotting order.
        public var strokes: [[Point]]
        /// The pen's path between its strokes in the given order, in mm.
        public var travelBefore: Double

        /// The length of the strokes, in mm.
        public var inkLength: Double { strokes.reduce(0) { $0 + PlotLength.of($1) } }
        /// The length of the pen's path between its strokes, in mm.
        public var travel: Double { PlotLength.travel(of: strokes) }
    }

    /// What happened to the strokes.
    public struct Report: Hashable, Sendable {
        /// The strokes that were given.
        public var strokesBefore = 0
        /// The strokes that were dropped because they are shorter than the minimum.
        public var dropped = 0
        /// The strokes that reached outside the page and were cut there.
        public var cut = 0
        /// The length of the given strokes, in mm.
        public var inkBefore = 0.0
    }

    /// The page's width, in mm.
    public let width: Double
    /// The page's height, in mm.
    public let height: Double
    /// The document's title; may be empty.
    public let title: String
    /// The layers in plotting order: one for each pen.
    public private(set) var layers: [Layer] = []
    /// What happened to the strokes.
    public private(set) var report = Report()
    /// The width of the pens, in mm.
    let lineWidth: Double

    /// The most points of a plan.
    static let maximumPoints = 20_000_000

    /// Assigns pens, joins strokes, drops short ones and orders the rest. Strokes are cut at the edges of the page.
    ///
    /// The same strokes and settings give the same plan.
    /// - Throws: `PlotterError.nothingToPlot`, `.pageTooLarge` or `.tooManyPoints`.
    public init(
        _ ink: [PlotterInk], width: Double, height: Double, title: String = "", profile: PlotterProfile,
        settings: PlotterSettings = PlotterSettings()
    ) throws {
        // Conversions from points have rounding errors in the last digits.
        (self.width, self.height) = ((width * 1e6).rounded() / 1e6, (height * 1e6).rounded() / 1e6)
        (self.title, lineWidth) = (title, settings.lineWidth)
        try profile.checkPage(width: width, height: height)
        var points = 0
        for stroke in ink { points += stroke.points.count }
        guard points <= Self.maximumPoints else { throw PlotterError.tooManyPoints(Self.maximumPoints) }
        let drawn = onPage(ink.filter { !$0.points.isEmpty })
        guard !drawn.isEmpty else { throw PlotterError.nothingToPlot }
        var colours: [(colour: Colour, length: Double)] = []
        var indices: [Colour: Int] = [:]
        for stroke in drawn {
            let index = indices[stroke.colour] ?? colours.count
            if index == colours.count {
                indices[stroke.colour] = index
                colours.append((stroke.colour, 0))
            }
            colours[index].length += PlotLength.of(stroke.points)
        }
        let count = settings.pens ?? profile.pens ?? PlotterProfile.maximumPens
        let pens = PenAssignment(colours, pens: min(max(count, 1), PlotterProfile.maximumPens))
        var members: [[PlotterInk]] = pens.groups.map { _ in [] }
        for stroke in drawn { members[pens.pens[stroke.colour] ?? 0].append(stroke) }
        let home = profile.home(width: width, height: height)
        for (pen, strokes) in members.enumerated() {
            let given = strokes.map(\.points)
            let ordered = prepared(given, from: home, settings)
            guard !ordered.isEmpty else { continue }
            layers.append(
                Layer(
                    pen: pen + 1, name: Self.name(pen + 1, pens.groups[pen], strokes), colour: pens.colours[pen],
                    strokes: ordered,
                    travelBefore: PlotLength.travel(of: given)))
        }
        guard !layers.isEmpty else { throw PlotterError.nothingToPlot }
    }

    private mutating func prepared(_ given: [[Point]], from home: Point, _ settings: PlotterSettings) -> [[Point]] {
        let joined = settings.keepsOrder ? given : StrokeMerging.merged(given, tolerance: settings.mergeTolerance)
        let kept = settings.minimumLength > 0 ? joined.filter { PlotLength.of($0) >= settings.minimumLength } : joined
        report.dropped += joined.count - kept.count
        return settings.keepsOrder ? kept : StrokeOrdering.ordered(kept, from: home, effort: settings.effort)
    }

    /// Returns the strokes within the page; those that reach outside are cut.
    private mutating func onPage(_ ink: [PlotterInk]) -> [PlotterInk] {
        report.strokesBefore = ink.count
        var result: [PlotterInk] = []
        result.reserveCapacity(ink.count)
        for stroke in ink {
            let parts = PageClip(width: width, height: height).parts(of: stroke.points)
            if parts.count != 1 || parts[0] != stroke.points { report.cut += 1 }
            report.inkBefore += PlotLength.of(stroke.points)
            for part in parts { result.append(PlotterInk(points: part, colour: stroke.colour, part: stroke.part)) }
        }
        return result
    }

    /// Returns a layer's name, such as `2 #FF66B2 to #D97BCB, t = 0.00 to 0.33`. The number comes first because plotter software
    /// reads the pen's number there.
    private static func name(_ pen: Int, _ colours: [Colour], _ strokes: [PlotterInk]) -> String {
        var parts: [String] = []
        var known: Set<String> = []
        for stroke in strokes where !stroke.part.isEmpty && known.insert(stroke.part).inserted { parts.append(stroke.part) }
        func span(_ texts: [String]) -> String {
            guard let first = texts.first, let last = texts.last, texts.count > 1 else { return texts.first ?? "" }
            return "\(first) \(texts.count == 2 ? "and" : "to") \(last)"
        }
        // Cells without a label have only the numbers of their row and column.
        let labelled = parts.filter { $0.wholeMatch(of: /row \d+, column \d+/) == nil }
        if !labelled.isEmpty { parts = labelled }
        let part = span(parts.map { String($0.prefix(40)) })
        return "\(pen) \(span(colours.map(\.hex)))" + (part.isEmpty ? "" : ", \(part)")
    }
}

extension PlotterProfile {
    /// Checks that a page is not larger than the area.
    ///
    /// - Throws: `PlotterError.pageTooLarge`.
    package func checkPage(width: Double, height: Double) throws {
        guard let area, width > area.width + 1e-6 || height > area.height + 1e-6 else { return }
        throw PlotterError.pageTooLarge(width: width, height: height, profile: name, area: area)
    }

    /// The time to lower and lift the pen once, in seconds.
    var liftSeconds: Double {
        guard format == .gcode, case .z(let up, let down, let feed) = penLift else { return dwellDown + dwellUp }
        let millimetres = units == .inches ? 25.4 : 1
        return dwellDown + dwellUp + abs(up - down) * (60 / feed + 60 * millimetres / travelFeed)
    }

    /// The place of the origin on a page, in mm from its top left corner; the pen is there at the beginning.
    func home(width: Double, height: Double) -> Point {
        guard format != .svg else { return Point(x: 0, y: 0) }
        return switch origin {
        case .bottomLeft: Point(x: 0, y: height)
        case .topLeft: Point(x: 0, y: 0)
        case .centre: Point(x: width / 2, y: height / 2)
        }
    }
}
