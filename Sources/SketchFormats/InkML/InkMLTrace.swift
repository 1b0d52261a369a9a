import SketchCore

/// The text of a trace: points separated by commas, each with a value per channel in the format's order.
struct InkMLTrace {
    private var scanner: TextScanner
    private var channels: [Channel]
    private let x: Int
    private let y: Int

    /// The state of a channel: its last value and difference, and the current prefix.
    private struct Channel {
        var mode = UInt8(ascii: "!")
        var value = 0.0
        var velocity = 0.0
    }

    init(_ text: [UInt8], channels names: [String]) {
        scanner = TextScanner(text)
        channels = names.map { _ in Channel() }
        x = names.firstIndex(of: "X") ?? 0
        y = names.firstIndex(of: "Y") ?? 1
    }

    /// Returns the points in channel units. Channels after X and Y may be missing.
    /// - Parameter others: the number of points that the drawing already has.
    /// - Throws: `Fault`.
    mutating func points(after others: Int, _ limits: ReaderLimits) throws -> [Point] {
        var points: [Point] = []
        scanner.skipSpace()
        while scanner.next != nil {
            var index = 0
            while let byte = scanner.next, byte != UInt8(ascii: ",") {
                guard index < channels.count else {
                    throw scanner.fault("a comma, since the format has \(channels.count) channels,")
                }
                try value(of: index)
                index += 1
                scanner.skipSpace()
            }
            guard index > max(x, y) else { throw scanner.fault("a value for X and for Y") }
            guard others + points.count < limits[.points] else {
                throw Fault(beyond: .points, of: limits)
            }
            points.append(Point(x: channels[x].value, y: channels[y].value))
            _ = scanner.take(UInt8(ascii: ","))
            scanner.skipSpace()
        }
        return points
    }

    /// Reads a value. A number after ' is a difference, after " a difference of differences, after ! a value, as are the
    /// following ones in this channel; * repeats the last value, ? has none. Booleans, T and F or in full, and hexadecimal
    /// numbers occur only in ignored channels.
    private mutating func value(of index: Int) throws {
        if let byte = scanner.next, "'\"!".utf8.contains(byte) {
            channels[index].mode = byte
            _ = scanner.take(byte)
            scanner.skipSpace()
        }
        if scanner.take(UInt8(ascii: "*")) || scanner.take(UInt8(ascii: "?")) { return }
        if index != x, index != y, let byte = scanner.next, "TFtf".utf8.contains(byte) {
            // T and F need no space between them.
            if !["true", "false"].contains(where: { scanner.take(word: $0) }) { _ = scanner.take(byte) }
            return
        }
        if scanner.take(UInt8(ascii: "#")), index != x, index != y {
            _ = scanner.word()
            return
        }
        let number = try scanner.number()
        switch channels[index].mode {
        case UInt8(ascii: "'"):
            channels[index].velocity = number
            channels[index].value += number
        case UInt8(ascii: "\""):
            channels[index].velocity += number
            channels[index].value += channels[index].velocity
        default:
            channels[index].velocity = number - channels[index].value
            channels[index].value = number
        }
    }
}
