import SketchCore
import SketchSupport

/// Statistics of files of drawings, accumulated record by record with a few bytes per drawing.
public struct DatasetCensus: Sendable {
    /// N, the maximum length of a drawing for training, in rows.
    public let maxLength: Int
    /// The number of drawings.
    public private(set) var drawings = 0
    /// The length in stroke-3 rows of every drawing with at least two points.
    public private(set) var lengths: [Int32] = []
    /// The number of drawings by class.
    public private(set) var classes: [String: Int] = [:]
    /// The number of drawings of usable length by split.
    public private(set) var splits: [SketchDataset.Split: Int] = [:]
    /// Drawings that are simplified before training.
    public private(set) var raw = 0
    /// Drawings with fewer than two points.
    public private(set) var dots = 0
    /// Drawings with more than `maxLength` rows.
    public private(set) var tooLong = 0
    /// Drawings equal to an earlier one.
    public private(set) var duplicates = 0
    private var strokes = 0
    private var seen: Set<UInt64> = []
    private var scale = ScaleFactor()

    /// Creates an empty census.
    public init(maxLength: Int) { self.maxLength = maxLength }

    /// Adds a drawing.
    public mutating func count(_ record: SketchRecord) {
        drawings += 1
        classes[record.sketch.name, default: 0] += 1
        if record.kind == .raw { raw += 1 }
        strokes += record.sketch.strokes.count
        guard let rows = try? record.strokesForModel() else {
            dots += 1
            return
        }
        lengths.append(Int32(clamping: rows.count))
        if !seen.insert(rows.fingerprint).inserted { duplicates += 1 }
        guard rows.count <= maxLength else {
            tooLong += 1
            return
        }
        let split = record.assignedSplit
        splits[split, default: 0] += 1
        if split == .train { scale.add(rows) }
    }

    // MARK: Results

    /// Drawings that training can use.
    public var usable: Int { lengths.count - tooLong }

    /// The scale factor of the training drawings, in pixels.
    public var scaleFactor: Double { scale.value }

    /// The mean number of strokes per drawing.
    public var meanStrokes: Double { drawings > 0 ? Double(strokes) / Double(drawings) : 0 }

    /// The classes with their numbers of drawings, the largest first.
    public var classCounts: [(name: String, count: Int)] {
        classes.map { (name: $0.key, count: $0.value) }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    /// Statistics of the lengths, in rows; all 0 without drawings.
    public struct LengthSummary: Hashable, Sendable {
        /// The shortest length.
        public var minimum: Int
        /// The longest length.
        public var maximum: Int
        /// The mean length.
        public var mean: Double
        /// The quantiles as elements at index floor(q n): `p5`, `p25`, `median`, `p75`, `p95` and `p99`.
        public var quantiles: [Quantile]

        /// A quantile of the lengths.
        public struct Quantile: Hashable, Sendable {
            /// The quantile's name.
            public var name: String
            /// The length in rows.
            public var value: Int
        }
    }

    private static let quantiles = [
        ("p5", 0.05), ("p25", 0.25), ("median", 0.5), ("p75", 0.75), ("p95", 0.95), ("p99", 0.99),
    ]

    /// The statistics of the lengths.
    public var lengthSummary: LengthSummary {
        let sorted = lengths.sorted()
        return LengthSummary(
            minimum: Int(sorted.first ?? 0), maximum: Int(sorted.last ?? 0),
            mean: lengths.isEmpty ? 0 : Double(lengths.reduce(0) { $0 + Int($1) }) / Double(lengths.count),
            quantiles: Self.quantiles.map { .init(name: $0.0, value: Self.quantile(sorted, $0.1)) })
    }

    private static func quantile(_ sorted: [Int32], _ share: Double) -> Int {
        Int(Quantile.value(after: share, ofSorted: sorted) ?? 0)
    }

    /// A bin of the histogram: lengths from `low` up to but not including `high`.
    public struct Bin: Hashable, Sendable {
        /// The smallest length of the bin.
        public var low: Int
        /// The first length beyond the bin.
        public var high: Int
        /// The number of drawings.
        public var count: Int
    }

    /// The histogram of lengths. The last bin includes the longest hundredth.
    public func histogram(bins: Int) -> [Bin] {
        let sorted = lengths.sorted()
        guard let shortest = sorted.first, let longest = sorted.last else { return [] }
        let usual = max(Self.quantile(sorted, 0.99), Int(shortest))
        let size = max((usual - Int(shortest)) / bins + 1, 1)
        var result: [Bin] = []
        var rest = sorted[...]
        var low = Int(shortest)
        while !rest.isEmpty {
            let isLast = result.count == bins - 1 || low + size > usual
            let high = isLast ? max(Int(longest) + 1, low + 1) : low + size
            let count = rest.prefix { Int($0) < high }.count
            result.append(Bin(low: low, high: high, count: count))
            rest = rest.dropFirst(count)
            low = high
        }
        return result
    }
}

extension Stroke3 {
    /// A hash of the rows.
    fileprivate var fingerprint: UInt64 {
        var hash = FNV1a()
        for row in rows {
            hash.combine(UInt64(row.dx.bitPattern))
            hash.combine(UInt64(row.dy.bitPattern))
            hash.combine(row.isLifted ? 1 : 0)
        }
        return hash.value
    }
}
