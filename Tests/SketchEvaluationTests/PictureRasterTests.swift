import SketchCore
import SketchEvaluation
import Testing

/// The rasters of a picture classifier.
@Suite struct PictureRasterTests {
    private static func drawing(_ rows: [(Float, Float, Bool)]) -> Stroke3 {
        Stroke3(rows: rows.map { Stroke3.Row(dx: $0.0, dy: $0.1, isLifted: $0.2) })
    }

    private static func pixel(_ raster: PictureRaster, _ x: Int, _ y: Int) -> Float {
        raster.pixels[y * PictureRaster.side + x]
    }

    @Test func aLineIsCentredAndTwoPixelsWide() {
        // From x = 1.5 to 29.5, along y = 15.5.
        let raster = PictureRaster(Self.drawing([(56, 0, true)]))
        for x in 2...29 {
            #expect(Self.pixel(raster, x, 15) == 1 && Self.pixel(raster, x, 16) == 1)
            #expect(Self.pixel(raster, x, 14) == 0 && Self.pixel(raster, x, 17) == 0)
        }
        #expect(Self.pixel(raster, 0, 15) == 0 && Self.pixel(raster, 31, 15) == 0)
        // The pixel is 1/2 to the side and 1/2 before the end: sqrt(1/2) from the line.
        #expect(abs(Double(Self.pixel(raster, 1, 15)) - (1.5 - 0.5.squareRoot())) < 1e-6)
    }

    @Test func aValueFallsWithTheDistanceFromALine() {
        // A diagonal of the box: the pixel (x, y) is |x - y| / sqrt 2 away from it.
        let raster = PictureRaster(Self.drawing([(10, 10, true)]))
        for (offset, distance) in [(0, 0.0), (1, 0.5.squareRoot()), (2, 2.0.squareRoot()), (3, 4.5.squareRoot())] {
            let expected = Float(min(max(1.5 - distance, 0), 1))
            #expect(abs(Self.pixel(raster, 16 + offset, 16) - expected) < 1e-5)
            #expect(abs(Self.pixel(raster, 16, 16 + offset) - expected) < 1e-5)
        }
    }

    @Test func everyLineIsThatOfThePlainDistance() {
        let (x, y): ([Float], [Float]) = ([0, 7, 3, 40, 41, 12], [0, 30, 31, 5, 44, 20])
        var rows: [(Float, Float, Bool)] = []
        for k in 1..<6 { rows.append((x[k] - x[k - 1], y[k] - y[k - 1], k == 5)) }
        let raster = PictureRaster(Self.drawing(rows))
        let scale = 28.0 / 44
        let points: [(Double, Double)] = (0..<6).map { k in
            let (right, down) = (Double(x[k]) - 20.5, Double(y[k]) - 22)
            return (right * scale + 15.5, down * scale + 15.5)
        }
        func distance(_ u: Double, _ v: Double, _ a: (Double, Double), _ b: (Double, Double)) -> Double {
            let (dx, dy) = (b.0 - a.0, b.1 - a.1)
            let (length, product) = (dx * dx + dy * dy, (u - a.0) * dx + (v - a.1) * dy)
            let t = min(max(product / length, 0), 1)
            let (ex, ey) = (u - a.0 - t * dx, v - a.1 - t * dy)
            return (ex * ex + ey * ey).squareRoot()
        }
        for v in 0..<32 {
            for u in 0..<32 {
                let distances = (1..<6).map { distance(Double(u), Double(v), points[$0 - 1], points[$0]) }
                let expected = min(max(1.5 - (distances.min() ?? 0), 0), 1)
                #expect(abs(Double(Self.pixel(raster, u, v)) - expected) < 1e-4, "\(u), \(v)")
            }
        }
    }

    @Test func penLiftsLeaveGapsAndSinglePointsAreDots() {
        let lifted = PictureRaster(Self.drawing([(0, 56, true), (56, -56, false), (0, 56, true)]))
        #expect(Self.pixel(lifted, 2, 20) == 1 && Self.pixel(lifted, 29, 20) == 1 && Self.pixel(lifted, 16, 16) == 0)
        let dots = PictureRaster(Self.drawing([(0, 56, true), (56, -28, true)]))
        #expect(Self.pixel(dots, 29, 15) > 0.7 && Self.pixel(dots, 16, 16) == 0)
        let unfinished = PictureRaster(Self.drawing([(0, 56, true), (56, -28, false)]))
        #expect(unfinished == dots)
        let point = PictureRaster(Self.drawing([(0, 0, true)]))
        #expect(Self.pixel(point, 15, 15) > 0.7 && point.pixels.filter { $0 > 0 }.count == 4)
        #expect(PictureRaster(Stroke3(rows: [])).pixels.allSatisfy { $0 == 0 })
    }

    @Test func sizePlaceAndDirectionHaveNoEffect() {
        let rows: [(Float, Float, Bool)] = [(16, 0, false), (0, 8, false), (-4, 24, true)]
        let raster = PictureRaster(Self.drawing(rows))
        #expect(PictureRaster(Self.drawing(rows.map { ($0.0 * 4, $0.1 * 4, $0.2) })) == raster)
        // A dot on the line's beginning moves the origin; the strokes are the same in reverse.
        let back = PictureRaster(Self.drawing([(4, -24, false), (0, -8, false), (-16, 0, true)]))
        for (a, b) in zip(back.pixels, raster.pixels) { #expect(abs(a - b) < 1e-4) }
        #expect(raster.pixels.allSatisfy { $0 >= 0 && $0 <= 1 })
    }

    @Test func extremeOffsetsDoNotTrap() {
        let huge = PictureRaster(Self.drawing([(3e38, -3e38, false), (3e38, 3e38, true)]))
        #expect(huge.pixels.contains { $0 > 0 })
        let tiny = PictureRaster(Self.drawing([(Float.leastNonzeroMagnitude, 0, true)]))
        #expect(!tiny.pixels.contains { !$0.isFinite })
        for value in [Float.nan, .infinity] {
            let pixels = PictureRaster(Self.drawing([(value, 1, true)])).pixels
            #expect(pixels.allSatisfy { $0 == 0 })
        }
    }
}
