import ArgumentParser
import SketchRendering

/// One temperature or several: `0.4`, `0.2,0.5,0.9`, or `0.1,...,1.0`, where the dots stand for equal steps: as
/// wide as the two numbers before them lie apart, or 0.1 after a single one.
struct TemperatureList: Hashable, CustomStringConvertible {
    /// At least one, at most 100; each from 0 to 100.
    var values: [Double]
    /// As it was typed.
    var text: String

    init(_ values: Double...) {
        self.values = values
        text = values.map { "\($0)" }.joined(separator: ",")
    }

    /// `from`,...,`to` in steps of 0.1.
    init(from: Double, to: Double) {
        self = (try? TemperatureList(parsing: "\(from),...,\(to)")) ?? TemperatureList(from)
    }

    /// `T = 0.1`, then bare numbers.
    var labels: [String] {
        values.enumerated().map { ($0 == 0 ? "T = " : "") + PlainNumber.text($1, decimals: 3) }
    }

    /// - Throws: `ValidationError` that names the part at fault.
    init(parsing argument: String) throws {
        func fault(_ why: String) -> ValidationError { ValidationError(why) }
        var values: [Double] = []
        var dots = false
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let part = part.trimmingPrefix(while: \.isWhitespace)
            if part == "..." || part == "\u{2026}" {
                guard !dots, !values.isEmpty else {
                    throw fault("the dots stand between two numbers, as in 0.1,...,1.0")
                }
                dots = true
                continue
            }
            guard let value = Double(part), (0...100).contains(value) else {
                throw fault("'\(part)' is not a number from 0 to 100")
            }
            if dots, let last = values.last {
                let step = values.count > 1 ? last - values[values.count - 2] : 0.1
                let count = ((value - last) / step).rounded()
                guard step != 0, (1...100).contains(count), abs(last + count * step - value) < 1e-6 else {
                    throw fault("equal steps of \(PlainNumber.text(step, decimals: 6)) do not lead from \(last) to \(value)")
                }
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
        guard !dots else { throw fault("a number is missing behind the dots") }
        guard values.count <= 100 else { throw fault("give at most 100 numbers") }
        self.values = values
        text = argument
    }

    var description: String { text }
}
