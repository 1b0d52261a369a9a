import SketchCore
import SketchRendering

/// Counts over files of drawings; a few bytes per drawing are kept, whatever its size.
struct DatasetCensus {
    let maxLength: Int
    private(set) var drawings = 0
    /// Rows of stroke-3 of every drawing that has any.
    private(set) var lengths: [Int32] = []
    private(set) var classes: [String: Int] = [:]
    private(set) var splits: [SketchDataset.Split: Int] = [:]
    private(set) var raw = 0
    private(set) var dots = 0
    private(set) var tooLong = 0
    private(set) var duplicates = 0
    private(set) var strokes = 0
    private var seen: Set<UInt64> = []
    private(set) var scale = ScaleFactorSum()

    init(maxLength: Int) { self.maxLength = maxLength }

    mutating func count(_ record: SketchRecord) {
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

    /// Lengths in rows, ascending.
    var sorted: [Int32] { lengths.sorted() }

    /// The length that a share of the drawings does not exceed.
    static func percentile(_ sorted: [Int32], _ share: Double) -> Int {
        sorted.isEmpty ? 0 : Int(sorted[min(Int(Double(sorted.count) * share), sorted.count - 1)])
    }

    var mean: Double {
        lengths.isEmpty ? 0 : Double(lengths.reduce(0) { $0 + Int($1) }) / Double(lengths.count)
    }

    /// Classes and their drawings, most frequent first.
    var byCount: [(String, Int)] { classes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) } }

    static let percentiles = [("p5", 0.05), ("p25", 0.25), ("median", 0.5), ("p75", 0.75), ("p95", 0.95), ("p99", 0.99)]

    /// The number of drawings by length, in bins of whole rows; the longest 1 % share the last bin.
    func histogram(bins: Int) -> [BarPlot.Bar] {
        let sorted = sorted
        guard let shortest = sorted.first, let longest = sorted.last else { return [] }
        let usual = max(Self.percentile(sorted, 0.99), Int(shortest))
        let size = max((usual - Int(shortest)) / bins + 1, 1)
        var bars: [BarPlot.Bar] = []
        var rest = sorted[...]
        var low = Int(shortest)
        while !rest.isEmpty {
            let isLast = bars.count == bins - 1 || low + size > usual
            let high = isLast ? max(Int(longest) + 1, low + 1) : low + size
            let count = rest.prefix { Int($0) < high }.count
            bars.append(BarPlot.Bar(low: Double(low), high: Double(high), value: Double(count)))
            rest = rest.dropFirst(count)
            low = high
        }
        return bars
    }
}

extension Stroke3 {
    /// FNV-1a (64 bits) of the rows.
    fileprivate var fingerprint: UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for row in rows {
            for word in [row.dx.bitPattern, row.dy.bitPattern, row.isLifted ? 1 : 0] {
                hash = (hash ^ UInt64(word)) &* 0x100_0000_01b3
            }
        }
        return hash
    }
}
