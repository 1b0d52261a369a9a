import SketchCore
import SketchRendering

/// Writes a plan as G-code under a profile.
enum GCode {
    static func text(_ plan: PlotterPlan, _ profile: PlotterProfile) -> String {
        let writer = Writer(plan, profile)
        var lines = ["; studio: \(number(plan.width)) x \(number(plan.height)) mm, profile \(profile.name)"]
        lines += [profile.units == .inches ? "G20" : "G21", "G90"]
        lines += profile.begin + writer.up
        for (index, layer) in plan.layers.enumerated() {
            if index > 0 { lines += profile.pause }
            lines.append("; pen \(ascii(layer.name))")
            for stroke in layer.strokes { lines += writer.lines(of: stroke) }
        }
        return (lines + profile.end).joined(separator: "\n") + "\n"
    }

    fileprivate static func number(_ value: Double) -> String { PlainNumber.text(value, decimals: 4) }

    /// A comment without the characters that end it or begin another.
    private static func ascii(_ text: String) -> String {
        String(text.map { $0.isASCII && !"();\r\n\t".contains($0) && $0.asciiValue ?? 0 >= 32 ? $0 : "?" })
    }
}

extension GCode {
    /// The lines of strokes in the profile's unit and axes.
    private struct Writer {
        let up: [String]
        private let down: [String]
        private let home: Point
        private let sign: Double
        private let perMillimetre: Double
        private let decimals: Int
        private let feed: String
        private let travelFeed: String

        init(_ plan: PlotterPlan, _ profile: PlotterProfile) {
            home = profile.home(width: plan.width, height: plan.height)
            sign = profile.yAxis == .up ? -1 : 1
            perMillimetre = profile.units == .inches ? 1 / 25.4 : 1
            decimals = profile.units == .inches ? 4 : 3
            feed = GCode.number(profile.feed * perMillimetre)
            travelFeed = GCode.number(profile.travelFeed * perMillimetre)
            var lift: (up: [String], down: [String])
            switch profile.penLift {
            case .servo(let command, let up, let down):
                lift = (["\(command) S\(GCode.number(up))"], ["\(command) S\(GCode.number(down))"])
            case .z(let up, let down, let feed):
                lift = (["G0 Z\(GCode.number(up))"], ["G1 Z\(GCode.number(down)) F\(GCode.number(feed))"])
            case .code(let up, let down): lift = (up, down)
            }
            func dwell(_ seconds: Double) -> [String] {
                guard seconds > 0 else { return [] }
                return ["G4 P" + GCode.number(profile.dwellUnit == .milliseconds ? seconds * 1000 : seconds)]
            }
            up = lift.up + dwell(profile.dwellUp)
            down = lift.down + dwell(profile.dwellDown)
        }

        func lines(of stroke: [Point]) -> [String] {
            var places: [String] = []
            for place in stroke.map(place) where place != places.last { places.append(place) }
            guard let first = places.first else { return [] }
            var lines = ["G0 \(first) F\(travelFeed)"] + down
            for (index, place) in places.dropFirst().enumerated() {
                lines.append("G1 " + place + (index == 0 ? " F" + feed : ""))
            }
            return lines + up
        }

        private func place(_ point: Point) -> String {
            let (x, y) = ((point.x - home.x) * perMillimetre, sign * (point.y - home.y) * perMillimetre)
            return "X\(PlainNumber.text(x, decimals: decimals)) Y\(PlainNumber.text(y, decimals: decimals))"
        }
    }
}
