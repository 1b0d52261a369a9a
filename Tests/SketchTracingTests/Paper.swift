import Foundation
import SketchCore
import SketchTracing

/// A page made in code: light paper on which lines are drawn with a round pen.
struct Paper {
    let width: Int
    let height: Int
    var pixels: [UInt8]

    init(_ width: Int, _ height: Int, level: UInt8 = 230) {
        (self.width, self.height) = (width, height)
        pixels = [UInt8](repeating: level, count: width * height)
    }

    mutating func line(_ from: (Double, Double), _ to: (Double, Double), pen: Double = 4, ink: UInt8 = 40) {
        let length = max(hypot(to.0 - from.0, to.1 - from.1), 0.5)
        for step in 0...Int(length * 2) {
            let t = Double(step) / (length * 2)
            dot(from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1), pen: pen, ink: ink)
        }
    }

    mutating func dot(_ x: Double, _ y: Double, pen: Double, ink: UInt8 = 40) {
        let reach = Int(pen / 2 + 1)
        for row in max(Int(y) - reach, 0)...min(Int(y) + reach, height - 1) {
            for column in max(Int(x) - reach, 0)...min(Int(x) + reach, width - 1)
            where hypot(Double(column) + 0.5 - x, Double(row) + 0.5 - y) <= pen / 2 {
                pixels[row * width + column] = ink
            }
        }
    }

    mutating func circle(_ x: Double, _ y: Double, radius: Double, pen: Double = 4, from: Double = 0, to: Double = 360) {
        for step in 0...Int(radius * 10) {
            let angle = (from + (to - from) * Double(step) / (radius * 10)) * .pi / 180
            dot(x + radius * cos(angle), y + radius * sin(angle), pen: pen)
        }
    }

    /// Adds noise between plus and minus `amount`, from a fixed sequence.
    mutating func noise(_ amount: Int) {
        var state: UInt64 = 1
        for index in pixels.indices {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let value = Int(pixels[index]) + Int(state >> 33) % (2 * amount + 1) - amount
            pixels[index] = UInt8(min(max(value, 0), 255))
        }
    }

    func scan() throws -> Scan {
        guard let scan = Scan(name: "page.png", width: width, height: height, pixels: pixels) else {
            throw TracingError.notPicture(name: "page.png")
        }
        return scan
    }

    func trace(_ change: (inout TracingOptions) -> Void = { _ in }) throws -> Tracing {
        var options = TracingOptions()
        change(&options)
        return try ScanTracer(options).trace(scan())
    }
}

extension Point {
    func distance(to other: Point) -> Double { hypot(x - other.x, y - other.y) }
}

/// The largest distance of a stroke's points from the line through two places.
func deviation(_ stroke: [Point], from a: Point, to b: Point) -> Double {
    let length = a.distance(to: b)
    return stroke.map { abs((b.x - a.x) * ($0.y - a.y) - (b.y - a.y) * ($0.x - a.x)) / length }.max() ?? .infinity
}
