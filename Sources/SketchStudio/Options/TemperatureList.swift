import ArgumentParser
import SketchRendering

/// One temperature or several: `0.4`, `0.2,0.5,0.9`, or `0.1,...,1.0`, where the dots stand for equal steps: as
/// wide as the two numbers before them lie apart, or 0.1 after a single one.
struct TemperatureList: ExpressibleByArgument, Hashable {
    /// At least one, at most 100; each from 0 to 100.
    var values: [Double]
    /// As it was typed.
    var text: String

    init(_ value: Double) {
        values = [value]
        text = "\(value)"
    }

    /// `from`,...,`to` in steps of 0.1.
    init(from: Double, to: Double) {
        self = TemperatureList(argument: "\(from),...,\(to)") ?? TemperatureList(from)
    }

    /// `T = 0.1`, then bare numbers.
    var labels: [String] {
        values.enumerated().map { ($0 == 0 ? "T = " : "") + PlainNumber.text($1, decimals: 3) }
    }

    init?(argument: String) {
        var values: [Double] = []
        var dots = false
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let part = part.trimmingPrefix(while: \.isWhitespace)
            if part == "..." || part == "\u{2026}" {
                guard !dots, !values.isEmpty else { return nil }
                dots = true
                continue
            }
            guard let value = Double(part), (0...100).contains(value) else { return nil }
            if dots, let last = values.last {
                let step = values.count > 1 ? last - values[values.count - 2] : 0.1
                let count = ((value - last) / step).rounded()
                guard step != 0, (1...100).contains(count), abs(last + count * step - value) < 1e-6 else { return nil }
                // From both ends, so that 0.1 to 1 passes through 0.3 and not 0.30000000000000004.
                for index in 1...Int(count) {
                    let between = last + (value - last) * Double(index) / count
                    values.append((between * 1e9).rounded() / 1e9)
                }
                dots = false
            } else {
                values.append(value)
            }
        }
        guard !dots, (1...100).contains(values.count) else { return nil }
        self.values = values
        text = argument
    }

    var defaultValueDescription: String { text }
}
