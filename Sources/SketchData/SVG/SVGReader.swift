import Foundation

/// Reads the lines of an SVG document as one drawing: shapes and paths, whatever their colour, become the pen's way;
/// filled areas become their outlines. Strokes come in the document's order, in pixels of the page (96 an inch).
///
/// What a pen cannot draw (text, images) is left out and named in the record. Style sheets, clipping, dashes and
/// animation are not followed. Nothing but the bytes given is ever read: no entity, DTD, style sheet or other file.
package enum SVGReader {
    /// The largest document, in bytes.
    static let largest = 64 << 20
    /// The most pieces (lines and curves) of all paths, and the most points that curves may become.
    static let mostSegments = 1_000_000
    static let mostPoints = 2_000_000
    /// The most elements drawn, each repetition by a `use` counted, and how deep those may lead.
    static let mostDrawn = 1_000_000
    static let deepestDrawing = 512
    /// How far a flattened curve may lie from the true one, in pixels of a drawing whose larger side is 255.
    static let tolerance = 1.0 / 16

    /// - Parameters:
    ///   - data: the document's bytes, in UTF-8, UTF-16, or as its XML declaration says.
    ///   - file: how messages name it.
    /// - Throws: `SketchDataError.tooLarge`, `.malformed`, `.badCoordinate`, `.noDrawing`.
    package static func record(_ data: Data, file: String) throws -> SketchRecord {
        guard data.count <= largest else {
            throw SketchDataError.tooLarge(file: file, line: 1, limit: "\(largest >> 20) MiB")
        }
        let scene: SVGScene
        do { scene = try SVGScene(SVGDocument(data, file: file)) } catch let fault as SVGScene.Fault {
            throw SketchDataError.malformed(file: file, place: "line \(fault.line)", reason: fault.reason)
        }
        let notes = notes(scene.leftOut)
        guard !scene.subpaths.isEmpty else {
            throw SketchDataError.noDrawing(
                file: file, line: 1, found: "no lines" + (notes.first.map { " (\($0))" } ?? ""))
        }
        let side = try side(of: scene.subpaths, file: file)
        var record = SketchRecord(sketch: Sketch(strokes: []), kind: .raw, key: "")
        var count = 0
        do {
            for subpath in scene.subpaths {
                let points = try subpath.points(
                    tolerance: side > 0 ? tolerance * side / 255 : 1, limit: mostPoints - count)
                count += points.count
                record.sketch.strokes.append(points)
            }
        } catch let fault as MarkupFault {
            throw SketchDataError.malformed(file: file, place: "line 1", reason: fault.reason)
        }
        record.notes = notes
        return record
    }

    /// The larger side of everything, control points included. Throws where a coordinate is none.
    private static func side(of subpaths: [SVGSubpath], file: String) throws -> Double {
        var (low, high) = (subpaths[0].start, subpaths[0].start)
        var bad: Double?
        let limit = Double(SketchReader.largestCoordinate)
        for subpath in subpaths {
            subpath.forEachExtreme { point in
                for value in [point.x, point.y] where !(abs(value) <= limit) { bad = bad ?? value }
                low = Point(x: min(low.x, point.x), y: min(low.y, point.y))
                high = Point(x: max(high.x, point.x), y: max(high.y, point.y))
            }
        }
        if let bad { throw SketchDataError.badCoordinate(file: file, line: 1, value: bad) }
        return max(high.x - low.x, high.y - low.y)
    }

    private static func notes(_ leftOut: [String: Int]) -> [String] {
        guard !leftOut.isEmpty else { return [] }
        let parts = leftOut.sorted { $0.key < $1.key }.map { plural, count in
            "\(count) " + (count > 1 ? plural : singular[plural] ?? plural)
        }
        let advice = leftOut.keys.contains("texts") ? "; turn text into paths to have it drawn" : ""
        return ["left out: " + parts.joined(separator: ", ") + advice]
    }

    private static let singular = [
        "texts": "text", "images": "image", "foreign objects": "foreign object",
        "shapes without fill and stroke": "shape without fill and stroke",
        "references to what is not in the file": "reference to what is not in the file",
    ]
}
