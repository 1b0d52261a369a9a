/// Decimal text of numbers without exponent, locale, trailing zeros or `-0`.
package enum PlainNumber {
    /// Returns `value` rounded to `decimals` places (0...9). Values are clamped to ±10^9; NaN becomes 0.
    package static func text(_ value: Double, decimals: Int) -> String {
        guard !value.isNaN else { return "0" }
        let places = min(max(decimals, 0), 9)
        var power = 1
        for _ in 0..<places { power *= 10 }
        let clamped = min(max(value, -1e9), 1e9)
        let scaled = Int((clamped * Double(power)).rounded())
        let sign = scaled < 0 ? "-" : ""
        let (whole, part) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt(power))
        guard part > 0 else { return sign + String(whole) }
        var digits = String(part)
        digits = String(repeating: "0", count: places - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return sign + String(whole) + "." + digits
    }

    /// Returns the number of decimals for labels in a row: at most `maximum`, without common trailing zeros.
    package static func decimals(of values: [Double], atMost maximum: Int) -> Int {
        (0..<maximum).first { places in
            values.allSatisfy { text($0, decimals: places) == text($0, decimals: maximum) }
        } ?? maximum
    }

    /// Returns `value` with exactly `decimals` places, for labels in a row.
    package static func fixed(_ value: Double, decimals: Int) -> String {
        let short = text(value, decimals: decimals)
        guard decimals > 0 else { return short }
        let parts = short.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        return parts[0] + "." + fraction + String(repeating: "0", count: max(0, decimals - fraction.count))
    }
}
