import SketchCore
import SketchRendering
import SketchTracing

/// The strokes over the pale scan: each in a colour of its own, with a dot where it starts.
struct TracePreview {
    /// A larger side is reduced to this many pixels.
    private static let largestSide = 3000

    /// Successive strokes differ.
    private static let colours = [0xD62728, 0x1F77B4, 0x2CA02C, 0x9467BD, 0xE67E00, 0x17A2B8].map { Colour(rgb: $0) }

    let picture: Picture

    init(_ scan: Scan, _ tracing: Tracing) {
        let factor = (max(scan.width, scan.height) + Self.largestSide - 1) / Self.largestSide
        let (width, height) = ((scan.width + factor - 1) / factor, (scan.height + factor - 1) / factor)
        let line = min(max(tracing.lineWidth / Double(factor) / 3, 1), 4)
        var items: [Picture.Item] = []
        for (index, stroke) in tracing.drawingsOnScan.flatMap(\.strokes).enumerated() {
            let points = stroke.map { Point(x: $0.x / Double(factor), y: $0.y / Double(factor)) }
            let colour = Self.colours[index % Self.colours.count]
            items.append(.lines([points], colour: colour, width: line))
            items.append(.lines(points.first.map { [[$0]] } ?? [], colour: colour, width: 3.5 * line))
        }
        var picture = Picture(
            width: Double(width), height: Double(height), items: items, unit: .pixels, dpi: 72, title: scan.name)
        picture.underlay = Underlay(width: width, height: height, pixels: Self.pale(scan, factor, width, height))
        self.picture = picture
    }

    /// Each pixel is the mean of a square of the scan, half as dark.
    private static func pale(_ scan: Scan, _ factor: Int, _ width: Int, _ height: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: width * height)
        for y in 0..<height {
            for x in 0..<width {
                var (sum, count) = (0, 0)
                for row in y * factor..<min((y + 1) * factor, scan.height) {
                    for column in x * factor..<min((x + 1) * factor, scan.width) {
                        sum += Int(scan.pixels[row * scan.width + column])
                        count += 1
                    }
                }
                result[y * width + x] = UInt8((255 + sum / count) / 2)
            }
        }
        return result
    }
}
