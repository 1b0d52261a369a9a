import Foundation
import SketchCore
import SketchRendering
import Testing

@Suite("Bands of a PNG")
struct PNGBandTests {
    /// A picture with labels, a title, strokes across many bands, a stroke of several pieces and dots.
    private static func picture(isTransparent: Bool) throws -> Picture {
        let scribble = Sketch(
            strokes: [(0..<3000).map { Point(x: 100 * sin(Double($0)), y: 100 * cos(1.7 * Double($0))) }, [Point(x: 3, y: 4)]],
            name: "scribble g\u{323}\u{323}\u{30A}")
        let style = SheetStyle(
            cell: .millimetres(31.3), columns: 2, title: "Bands", dpi: 101, theme: .blueprint, isTransparent: isTransparent,
            colourBy: .order)
        return try SketchSheet(
            [scribble, Fixtures.square(7, name: "jq"), Sketch(strokes: [[Point(x: 1, y: 1)]], name: "dot"), scribble],
            style: style
        ).picture()
    }

    private static func bands(_ picture: Picture, _ maximumBytes: Int = PNGBands.maximumBytes) -> PNGBands {
        func pixels(_ points: Double) -> Int { Int((points * picture.dpi / 72).rounded(.up)) }
        return PNGBands(
            picture, width: pixels(picture.width), height: pixels(picture.height), maximumBytes: maximumBytes)
    }

    /// The rows of a picture painted in bands of at most `maximumBytes`.
    private static func rows(of picture: Picture, maximumBytes: Int) throws -> (pixels: [UInt8], bandHeight: Int, height: Int) {
        let bands = Self.bands(picture, maximumBytes)
        var pixels: [UInt8] = []
        for first in stride(from: 0, to: bands.height, by: bands.bandHeight) {
            let count = min(bands.bandHeight, bands.height - first) * bands.stride
            let band = try #require(bands.pixels(from: first))
            pixels += UnsafeBufferPointer(start: band, count: count)
        }
        return (pixels, bands.bandHeight, bands.height)
    }

    @Test(arguments: [false, true]) func pixelsDoNotDependOnTheBands(isTransparent: Bool) throws {
        let picture = try Self.picture(isTransparent: isTransparent)
        let whole = try Self.rows(of: picture, maximumBytes: 1 << 30)
        #expect(whole.bandHeight == whole.height && Set(whole.pixels).count > 20)
        for bytes in [1, 10_000, 50_000] {
            let bands = try Self.rows(of: picture, maximumBytes: bytes)
            #expect(bands.bandHeight < bands.height / 5)
            let differing = zip(bands.pixels, whole.pixels).count { $0 != $1 }
            #expect(bands.pixels.count == whole.pixels.count && differing == 0, "bands of \(bytes) bytes")
        }
    }

    @Test func aBandHasAtMost16MiB() throws {
        var picture = try Self.picture(isTransparent: false)
        (picture.width, picture.height, picture.dpi) = (7_000, 7_000, 100)
        let bands = Self.bands(picture)
        #expect(bands.bandHeight * bands.stride <= 16 << 20)
        #expect(bands.bandHeight > 1 && bands.bandHeight < bands.height)
    }
}
