import FoundationEssentials
import Glibc
import SketchCore

/// Finds the strokes of drawings on a scanned or photographed page.
///
/// The paper's brightness is evened out, ink is separated from paper by Sauvola's threshold, and the ink is thinned to
/// centrelines. Lines go straight on through junctions; gaps in a line are joined.
public struct ScanTracer: Sendable {
    /// The largest number of strokes of a page.
    public static let maximumStrokes = 10_000

    /// How scans are traced.
    public var options: TracingOptions

    /// Creates a tracer.
    public init(_ options: TracingOptions = TracingOptions()) { self.options = options }

    /// Traces a page.
    /// - Throws: `TracingError`.
    public func trace(_ scan: Scan) throws -> Tracing {
        let lines = try PageLines(scan)
        var counts = lines.counts
        var strokes = try self.strokes(lines, scan.name, &counts)
        strokes = StrokeOrder.ordered(strokes)
        var drawings = [strokes]
        if options.separatesDrawings {
            drawings = DrawingGroups(
                distance: options.drawingDistance, pageExtent: Double(max(scan.width, scan.height))
            ).separated(strokes)
        }
        let sketches = drawings.enumerated().map { index, strokes in
            Sketch(strokes: strokes, source: drawings.count == 1 ? scan.name : "\(scan.name)#\(index)")
        }
        var result = Tracing(drawings: sketches, drawingsOnScan: sketches)
        result.counts = counts
        result.lineWidth = lines.lineWidth * lines.scale
        result.isNegative = lines.isNegative
        if options.straightens, let skew = lines.skew {
            result.straightenedBy = skew
            let middle = Point(x: Double(scan.width) / 2, y: Double(scan.height) / 2)
            for index in sketches.indices { result.drawings[index].turn(by: -skew, around: middle) }
        }
        for index in sketches.indices {
            result.drawings[index].roundPoints()
            result.drawingsOnScan[index].roundPoints()
        }
        return result
    }

    /// The strokes in pixels of the scan, unordered.
    private func strokes(_ lines: PageLines, _ name: String, _ counts: inout Tracing.Counts) throws -> [[Point]] {
        var graph = LineGraph(lines)
        counts.spurs = graph.removeSpurs()
        let (open, junctions) = graph.strokes()
        counts.junctions = junctions
        let loops = graph.loops.map { TracedStroke(points: $0, isClosed: true) }
        let dots = graph.dots.map { TracedStroke(points: [$0], isClosed: false) }
        let joiner = GapJoiner(gap: (options.gap ?? 5 * lines.lineWidth * lines.scale) / lines.scale, lineWidth: lines.lineWidth)
        let (joined, gaps) = joiner.join(open)
        counts.gaps = gaps
        let all = joined + loops + dots
        guard all.count <= Self.maximumStrokes else {
            throw TracingError.notLines(name: name, reason: "it has \(all.count) separate lines")
        }
        let fairing = StrokeFairing(lineWidth: lines.lineWidth)
        var result: [[Point]] = []
        for stroke in all {
            let points = fairing.points(of: stroke).map { Point(x: $0.x * lines.scale, y: $0.y * lines.scale) }
            if isMargin(points, lines) {
                counts.margins += 1
            } else if options.minimumLength > 0, points.pathLength < options.minimumLength {
                counts.shortStrokes += 1
            } else {
                result.append(points)
            }
        }
        guard !result.isEmpty else { throw TracingError.blank(name: name) }
        return result
    }

    /// Whether a line runs along the edge of the scan: the edge of the sheet, or a scanner's shadow.
    private func isMargin(_ points: [Point], _ lines: PageLines) -> Bool {
        let (width, height) = (Double(lines.width) * lines.scale, Double(lines.height) * lines.scale)
        let near = 0.015 * max(width, height)
        let places = Sketch.resampled(points)
        let count = places.reduce(0) { sum, point in
            sum + (min(point.x, point.y, width - point.x, height - point.y) <= near ? 1 : 0)
        }
        return 10 * count >= 8 * places.count
    }
}

extension Sketch {
    /// Rounds coordinates to hundredths; a scan states no more.
    fileprivate mutating func roundPoints() {
        for stroke in strokes.indices {
            strokes[stroke] = strokes[stroke].map {
                Point(x: ($0.x * 100).rounded() / 100, y: ($0.y * 100).rounded() / 100)
            }
        }
    }

    /// Turns the drawing by an angle in degrees, clockwise as seen with y downwards.
    fileprivate mutating func turn(by degrees: Double, around middle: Point) {
        let (sine, cosine) = (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
        for stroke in strokes.indices {
            for place in strokes[stroke].indices {
                let (x, y) = (strokes[stroke][place].x - middle.x, strokes[stroke][place].y - middle.y)
                strokes[stroke][place] = Point(x: middle.x + cosine * x - sine * y, y: middle.y + sine * x + cosine * y)
            }
        }
    }
}
