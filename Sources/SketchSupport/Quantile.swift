/// The convention for quantiles of finite lists in every report.
package enum Quantile {
    /// The element of `sorted` at index floor(q (n - 1)); nil for an empty list.
    ///
    /// - Parameters:
    ///   - q: from 0 to 1.
    ///   - sorted: n values in ascending order.
    package static func value<Value>(_ q: Double, ofSorted sorted: [Value]) -> Value? {
        sorted.isEmpty ? nil : sorted[min(max(Int(q * Double(sorted.count - 1)), 0), sorted.count - 1)]
    }
}
