import SketchPlotter
import SketchRendering
import SketchSupport

/// The lengths and the time of a plan.
struct PlotterSummary: Sendable {
    /// The numbers of one pen. Lengths are in mm.
    struct Pen: Sendable {
        var number: Int
        var name: String
        var colour: String
        var strokes: Int
        var penDown: Double
        var penUpBefore: Double
        var penUp: Double
    }

    var profile: String
    var page: (width: Double, height: Double)
    var pens: [Pen]
    var report: PlotterPlan.Report
    var seconds: Double

    init(_ plan: PlotterPlan, _ profile: PlotterProfile) {
        self.profile = profile.name
        page = (plan.width, plan.height)
        pens = plan.layers.map {
            Pen(
                number: $0.pen, name: $0.name, colour: $0.colour.hex, strokes: $0.strokes.count, penDown: $0.inkLength,
                penUpBefore: $0.travelBefore, penUp: $0.travel)
        }
        report = plan.report
        seconds = plan.seconds(on: profile)
    }

    private var strokes: Int { pens.reduce(0) { $0 + $1.strokes } }
    private var penDown: Double { pens.reduce(0) { $0 + $1.penDown } }
    private var penUpBefore: Double { pens.reduce(0) { $0 + $1.penUpBefore } }
    private var penUp: Double { pens.reduce(0) { $0 + $1.penUp } }

    private static func length(_ millimetres: Double) -> String {
        millimetres < 100
            ? PlainNumber.text(millimetres, decimals: 0) + " mm" : PlainNumber.text(millimetres / 1000, decimals: 2) + " m"
    }

    /// The strokes, the lengths of ink and of travel between strokes of one pen, before and after, and the time.
    var sentence: String {
        var text = "\(counted(report.strokesBefore, "stroke")) before, \(strokes) after"
        if report.dropped > 0 { text += ", \(report.dropped) shorter than the minimum dropped" }
        text += "; pen down \(Self.length(report.inkBefore)) before, \(Self.length(penDown)) after; "
        text += "pen up \(Self.length(penUpBefore)) before, \(Self.length(penUp)) after; \(counted(pens.count, "pen")); "
        text += "about \(Reporter.clock(seconds)) on \(profile)"
        if pens.count > 1 { text += " without changing pens" }
        return text + "."
    }

    var members: [(String, JSONValue)] {
        [
            ("profile", .string(profile)), ("page", .array([.double(page.width), .double(page.height)])),
            ("strokes_before", .integer(report.strokesBefore)), ("strokes", .integer(strokes)),
            ("dropped", .integer(report.dropped)), ("cut", .integer(report.cut)),
            ("pen_down_mm_before", .double(report.inkBefore)), ("pen_down_mm", .double(penDown)),
            ("pen_up_mm_before", .double(penUpBefore)), ("pen_up_mm", .double(penUp)), ("seconds", .double(seconds)),
            (
                "pens",
                .array(
                    pens.map { pen in
                        .object([
                            ("pen", .integer(pen.number)), ("name", .string(pen.name)), ("colour", .string(pen.colour)),
                            ("strokes", .integer(pen.strokes)), ("pen_down_mm", .double(pen.penDown)),
                            ("pen_up_mm_before", .double(pen.penUpBefore)), ("pen_up_mm", .double(pen.penUp)),
                        ])
                    })
            ),
        ]
    }
}
