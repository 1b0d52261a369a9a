/// The conventions for quantiles of finite lists. A quantile is an element of the list; nothing is interpolated.
package enum Quantile {
    /// The element of `sorted` at index floor(q (n - 1)), for quality reports; nil for an empty list.
    ///
    /// - Parameters:
    ///   - q: from 0 to 1.
    ///   - sorted: n values in ascending order.
    package static func value<Value>(_ q: Double, ofSorted sorted: [Value]) -> Value? {
        sorted.isEmpty ? nil : sorted[min(max(Int(q * Double(sorted.count - 1)), 0), sorted.count - 1)]
    }

    /// The element of `sorted` at index floor(q n), at most n - 1, for lengths, axes and losses: the part q of the list precedes it.
    /// Nil for an empty list.
    ///
    /// - Parameters:
    ///   - q: from 0 to 1.
    ///   - sorted: n values in ascending order.
    package static func value<Value>(after q: Double, ofSorted sorted: [Value]) -> Value? {
        sorted.isEmpty ? nil : sorted[min(max(Int(q * Double(sorted.count)), 0), sorted.count - 1)]
    }
}
