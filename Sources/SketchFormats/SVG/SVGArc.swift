import Glibc
import SketchCore

extension SVGSegment {
    /// Returns the arc of a path's A command with its centre (SVG 1.1, appendix F.6): radii that are too small are enlarged;
    /// a radius of 0 gives a line, equal ends give no arc.
    static func arc(
        from: Point, to: Point, radii: (x: Double, y: Double), rotation degrees: Double, isLarge: Bool, isPositive: Bool
    ) -> SVGSegment? {
        guard from != to else { return nil }
        var (rx, ry) = (abs(radii.x), abs(radii.y))
        guard rx > 0, ry > 0 else { return .line(to: to) }
        let phi = degrees.truncatingRemainder(dividingBy: 360) * .pi / 180
        let (cosine, sine) = (cos(phi), sin(phi))
        // Half of the vector from the end to the start, along the ellipse's axes.
        let (hx, hy) = ((from.x - to.x) / 2, (from.y - to.y) / 2)
        let (x, y) = (cosine * hx + sine * hy, -sine * hx + cosine * hy)
        let excess = (x / rx) * (x / rx) + (y / ry) * (y / ry)
        if excess > 1 {
            rx *= excess.squareRoot()
            ry *= excess.squareRoot()
        }
        let (fx, fy) = (x / rx, y / ry)
        let square = fx * fx + fy * fy
        let factor = max((1 - square) / square, 0).squareRoot() * (isLarge == isPositive ? -1 : 1)
        // The centre in units of the radii, then the angles of both ends.
        let (ux, uy) = (factor * fy, -factor * fx)
        let start = atan2(fy - uy, fx - ux)
        var sweep = atan2(-fy - uy, -fx - ux) - start
        if isPositive, sweep < 0 { sweep += 2 * .pi }
        if !isPositive, sweep > 0 { sweep -= 2 * .pi }
        let (cx, cy) = (ux * rx, uy * ry)
        return .arc(
            centre: Point(
                x: cosine * cx - sine * cy + (from.x + to.x) / 2, y: sine * cx + cosine * cy + (from.y + to.y) / 2),
            u: Point(x: rx * cosine, y: rx * sine), v: Point(x: -ry * sine, y: ry * cosine), start: start, sweep: sweep,
            to: to)
    }

    /// Part of an axis-parallel ellipse; angles in quarter turns from the x axis to the y axis.
    static func upright(centre: Point, rx: Double, ry: Double, quarter: Double, quarters: Double, to: Point) -> SVGSegment {
        .arc(
            centre: centre, u: Point(x: rx, y: 0), v: Point(x: 0, y: ry), start: quarter * .pi / 2,
            sweep: quarters * .pi / 2, to: to)
    }
}
