import SketchCore

extension [SVGSubpath] {
    /// The maximum distance of a flattened curve from the true one, in pixels of a drawing whose larger side is 255.
    static let tolerance = 1.0 / 16

    /// Returns a stroke per subpath, with flattened curves.
    /// - Throws: `FormatError.badCoordinate`, or `.limitExceeded` for too many points.
    func strokes(file: String, _ limits: ReaderLimits) throws -> [[Point]] {
        let side = try side(file: file)
        var strokes: [[Point]] = []
        var count = 0
        for subpath in self {
            do {
                let points = try subpath.points(
                    tolerance: side > 0 ? Self.tolerance * side / 255 : 1, after: count, limits)
                count += points.count
                strokes.append(points)
            } catch let fault as Fault {
                throw fault.error(file: file, place: "stroke \(strokes.count)")
            }
        }
        return strokes
    }

    /// Returns the larger side of the bounds.
    private func side(file: String) throws -> Double {
        guard let first else { return 0 }
        var bounds = Bounds(first.start)
        var bad: Double?
        let limit = Double(SketchReader.largestCoordinate)
        for subpath in self {
            func check(_ point: Point) {
                for value in [point.x, point.y] where !(abs(value) <= limit) { bad = bad ?? value }
            }
            // Control points are not drawn, but are numbers.
            for case .cubic(let p, let q, _) in subpath.segments {
                for value in [p.x, p.y, q.x, q.y] where !value.isFinite { bad = bad ?? value }
            }
            subpath.forEachExtreme { point in
                check(point)
                bounds.add(point)
            }
        }
        if let bad { throw FormatError.badCoordinate(file: file, line: 1, value: bad) }
        return bounds.extent
    }
}
