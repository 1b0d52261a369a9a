import SketchRendering
import SketchSupport

/// One temperature or several: `0.4`, `0.2,0.5,0.9`, or `0.1,...,1.0`, where the dots stand for equal steps: the
/// difference of the two numbers before them, or 0.1 after a single number.
public struct TemperatureList: Hashable, Sendable, CustomStringConvertible {
    /// At least one, at most 100; each from 0 to 100.
    public let values: [Double]
    /// As it was typed.
    public let text: String

    public init(_ first: Double, _ others: Double...) {
        values = [first] + others
        text = values.map { "\($0)" }.joined(separator: ",")
    }

    /// `from`,...,`to` in steps of 0.1.
    public init(from: Double, to: Double) {
        self = (try? TemperatureList(parsing: "\(from),...,\(to)")) ?? TemperatureList(from)
    }

    /// `T = 0.1`, then bare numbers.
    package var labels: [String] { titles.enumerated().map { $0 == 0 ? $1 : String($1.dropFirst("T = ".count)) } }

    /// `T = 0.1` for each value.
    package var titles: [String] {
        let decimals = PlainNumber.decimals(of: values, atMost: 3)
        return values.map { "T = " + PlainNumber.fixed($0, decimals: decimals) }
    }

    /// - Throws: `UsageError` with the part that is wrong.
    public init(parsing argument: String) throws {
        func fault(_ reason: String) -> UsageError { UsageError(reason) }
        var values: [Double] = []
        var dots = false
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let part = part.trimmingPrefix(while: \.isWhitespace)
            if part == "..." || part == "\u{2026}" {
                guard !dots, !values.isEmpty else {
                    throw fault("the dots must be between two numbers, as in 0.1,...,1.0")
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
                    throw fault("steps of \(PlainNumber.text(step, decimals: 6)) do not reach \(value) from \(last)")
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
        guard !dots else { throw fault("a number is missing after the dots") }
        guard values.count <= 100 else { throw fault("give at most 100 numbers") }
        self.values = values
        text = argument
    }

    public var description: String { text }
}
