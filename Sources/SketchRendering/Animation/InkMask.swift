import SketchCore

/// How much of each pixel is covered with ink, in 16 levels.
///
/// Few levels make small files: at 480 pixels and 16 levels, the edge of a line looks like that of 256 levels.
struct InkMask {
    /// The number of levels: 0 is paper, 15 is ink.
    static let levels = 16

    /// A rectangle in pixels, from the top left corner.
    struct Rectangle: Equatable {
        var left: Int
        var top: Int
        var width: Int
        var height: Int

        func union(_ other: Rectangle) -> Rectangle {
            if width == 0 || height == 0 { return other }
            if other.width == 0 || other.height == 0 { return self }
            let (x, y) = (min(left, other.left), min(top, other.top))
            return Rectangle(
                left: x, top: y, width: max(left + width, other.left + other.width) - x,
                height: max(top + height, other.top + other.height) - y)
        }
    }

    let size: Int
    /// Rows from the top, `size` levels each.
    let levels: [UInt8]
    /// The rectangle with ink.
    let bounds: Rectangle

    /// Paints strokes, in pixels.
    ///
    /// - Throws: `RenderingError.drawingFailed`.
    init(_ strokes: [[Point]], lineWidth: Double, size: Int, format: AnimationFormat) throws {
        self.size = size
        let side = Double(size)
        let picture = Picture(
            width: side, height: side, items: [.lines(strokes, colour: .black, width: lineWidth)], dpi: 72)
        let bands = PNGBands(picture, width: size, height: size)
        var levels = [UInt8](repeating: 0, count: size * size)
        var (left, top, right, bottom) = (size, size, -1, -1)
        for first in stride(from: 0, to: size, by: bands.bandHeight) {
            guard let pixels = bands.pixels(from: first) else {
                throw RenderingError.drawingFailed(format: .png, reason: bands.failure ?? "no reason was given")
            }
            for row in first..<min(first + bands.bandHeight, size) {
                // The components of black ink on white paper are equal; the second byte is green on every processor.
                let line = pixels + (row - first) * bands.stride
                for column in 0..<size {
                    let paper = line[4 * column + 1]
                    guard paper < 255 else { continue }
                    let level = UInt8((Int(255 - paper) * (Self.levels - 1) + 127) / 255)
                    guard level > 0 else { continue }
                    levels[row * size + column] = level
                    (left, right) = (min(left, column), max(right, column))
                    (top, bottom) = (min(top, row), max(bottom, row))
                }
            }
        }
        self.levels = levels
        bounds =
            right < 0
            ? Rectangle(left: 0, top: 0, width: 0, height: 0)
            : Rectangle(left: left, top: top, width: right - left + 1, height: bottom - top + 1)
    }

    /// Returns the levels of a rectangle.
    func levels(in rectangle: Rectangle) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(rectangle.width * rectangle.height)
        for row in rectangle.top..<rectangle.top + rectangle.height {
            let start = row * size + rectangle.left
            result += levels[start..<start + rectangle.width]
        }
        return result
    }
}

extension Colour {
    /// The components in 8 bits.
    var bytes: [UInt8] { [red, green, blue].map { UInt8(($0 * 255).rounded()) } }

    /// Returns the colours of the levels of an ink on paper, without the first ones.
    static func levels(from paper: Colour, to ink: Colour, dropping count: Int = 0) -> [Colour] {
        (count..<InkMask.levels).map {
            Palette.linear(from: paper, to: ink, fraction: Double($0) / Double(InkMask.levels - 1))
        }
    }
}
