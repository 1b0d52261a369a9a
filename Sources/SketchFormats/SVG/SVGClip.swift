import SketchCore

/// A viewport that shows nothing outside.
struct SVGClip {
    /// The map from the page to the viewport, whose corner is at 0.
    let map: SVGTransform
    let viewport: SVGViewport

    enum Part { case all, some, none }

    /// The visible part of a subpath.
    func part(of subpath: SVGSubpath) -> Part {
        let subpath = subpath.transformed(map)
        var bounds = Bounds(subpath.start)
        subpath.forEachExtreme { bounds.add($0) }
        let slack = 1e-3 * max(viewport.width, viewport.height)
        if bounds.maxX < 0 || bounds.maxY < 0 || bounds.minX > viewport.width || bounds.minY > viewport.height {
            return .none
        }
        return bounds.minX >= -slack && bounds.minY >= -slack && bounds.maxX <= viewport.width + slack
            && bounds.maxY <= viewport.height + slack ? .all : .some
    }
}
