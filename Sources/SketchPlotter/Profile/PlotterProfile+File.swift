import FoundationEssentials
import SketchFormats
import SketchSupport

extension PlotterProfile {
    /// The largest profile file, in bytes.
    static let maximumSize = 64 << 10

    /// Reads a built-in profile by its name, or a profile file by its path.
    ///
    /// - Throws: `PlotterError`.
    public init(nameOrPath: String) throws {
        if let profile = Self.builtIn(nameOrPath) {
            self = profile
            return
        }
        do {
            let data = try BoundedFile.contents(of: nameOrPath, limit: Self.maximumSize)
            self = try PlotterProfile(json: data, file: nameOrPath)
        } catch let failure as BoundedFile.Failure {
            switch failure {
            case .notFound: throw PlotterError.unknownProfile(nameOrPath)
            case .unreadable: throw PlotterError.badProfile(file: nameOrPath, reason: "it cannot be read")
            case .tooLarge: throw PlotterError.badProfile(file: nameOrPath, reason: "it has more than 64 KiB")
            }
        }
    }

    /// Reads a profile: a JSON object with `base`, the name of a built-in profile, or `format`, and any other keys.
    ///
    /// - Parameter file: the name for messages.
    /// - Throws: `PlotterError.badProfile`, also for keys that are unknown, given twice or without a meaning in the format.
    public init(json: Data, file: String) throws {
        do {
            var bytes = [UInt8](json)
            bytes += repeatElement(0x20, count: JSONParser.padding)
            let parser = try JSONParser()
            self = try bytes.withUnsafeBytes { try parser.withDocument($0) { try PlotterProfile(view: $0, file: file) } }
        } catch let refusal as JSONParser.Refusal {
            throw PlotterError.badProfile(file: file, reason: "it is not JSON: " + refusal.reason)
        } catch let fault as ProfileFault {
            throw PlotterError.badProfile(file: file, reason: fault.reason)
        }
    }

    private init(view: JSONView, file: String) throws {
        var values = try ProfileObject(view, name: "the profile")
        if let base = try values.text("base") {
            guard values["format"] == nil else { throw ProfileFault("\"base\" and \"format\" exclude each other") }
            guard let profile = Self.builtIn(base) else {
                throw ProfileFault("\"base\" must be one of \(Self.builtIn.map(\.name).joined(separator: ", "))")
            }
            self = profile
        } else if let format: Format = try values.choice("format") {
            self.init(name: "", format: format)
        } else {
            throw ProfileFault("\"base\" or \"format\" is missing")
        }
        name = try values.text("name") ?? String(file.split(separator: "/").last ?? "profile")
        try readMotion(&values)
        if format != .svg, let origin: Origin = try values.choice("origin") { self.origin = origin }
        if format == .gcode { try readCode(&values) }
        try values.finish { key in Self.keys.contains(key) ? "\"\(key)\" has no meaning in the format \(format.rawValue)" : nil }
    }

    private static let keys: Set = [
        "origin", "y_axis", "units", "pen", "dwell_unit", "begin", "end", "pause",
    ]

    /// Speeds, times, pens and area: of every format.
    private mutating func readMotion(_ values: inout ProfileObject) throws {
        feed = try values.number("feed", in: 1...1_000_000) ?? feed
        travelFeed = try values.number("travel_feed", in: 1...1_000_000) ?? travelFeed
        acceleration = try values.number("acceleration", in: 1...1_000_000) ?? acceleration
        junctionDeviation = try values.number("junction_deviation", in: 0...10) ?? junctionDeviation
        dwellUp = try values.number("dwell_up", in: 0...60) ?? dwellUp
        dwellDown = try values.number("dwell_down", in: 0...60) ?? dwellDown
        if let count = try values.number("pens", in: 1...Double(Self.maximumPens)) {
            guard count.rounded() == count else { throw ProfileFault("\"pens\" must be a whole number") }
            pens = Int(count)
        }
        if let sides = try values.numbers("area", count: 2, in: 1...20_000) { area = Area(width: sides[0], height: sides[1]) }
    }

    private mutating func readCode(_ values: inout ProfileObject) throws {
        yAxis = try values.choice("y_axis") ?? yAxis
        units = try values.choice("units") ?? units
        dwellUnit = try values.choice("dwell_unit") ?? dwellUnit
        begin = try values.lines("begin") ?? begin
        end = try values.lines("end") ?? end
        pause = try values.lines("pause") ?? pause
        guard var pen = try values.object("pen") else { return }
        guard let kind: PenKind = try pen.choice("kind") else { throw ProfileFault("\"kind\" of \"pen\" is missing") }
        switch kind {
        case .servo:
            let range = -100_000.0...100_000
            let (up, down) = (try pen.required("up", in: range), try pen.required("down", in: range))
            guard up != down else { throw ProfileFault("\"up\" and \"down\" of \"pen\" must differ") }
            penLift = .servo(command: try pen.line("command") ?? "M3", up: up, down: down)
        case .z:
            let (up, down) = (try pen.required("up", in: -1000...1000), try pen.required("down", in: -1000...1000))
            guard up != down else { throw ProfileFault("\"up\" and \"down\" of \"pen\" must differ") }
            penLift = .z(up: up, down: down, feed: try pen.required("feed", in: 1...1_000_000))
        case .code:
            guard let up = try pen.lines("up"), let down = try pen.lines("down") else {
                throw ProfileFault("\"up\" and \"down\" of \"pen\" are needed")
            }
            penLift = .code(up: up, down: down)
        }
        try pen.finish { _ in nil }
    }

    private enum PenKind: String, CaseIterable { case servo, z, code }
}
