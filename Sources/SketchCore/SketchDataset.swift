import SketchSupport

/// Drawings ready for training: split, filtered, clamped, in model units, each split sorted by length.
public struct SketchDataset: Sendable {
    public let train: [Stroke3]
    public let validation: [Stroke3]
    public let test: [Stroke3]
    /// The population standard deviation of all clamped training offsets in pixels, by which every split
    /// has been divided (Ha & Eck 2017, section 4).
    public let scaleFactor: Double
    /// N, the longest drawing let in, in rows.
    public let maxLength: Int
    public let classes: [String]
    /// Drawings left out: longer than `maxLength`, or of fewer than two points.
    public let skipped: Int

    /// The parts that a drawing can belong to.
    public enum Split: String, Hashable, Sendable, CaseIterable {
        case train, validation, test

        /// The split of a drawing, for ever: FNV-1a (64 bits) of its key modulo 100 is below 4 for the test
        /// set and from 4 to 7 for the validation set. No training ever sees a test drawing, whatever the
        /// order or the choice of files.
        public init(key: String) {
            switch FNV1a.hash(key) % 100 {
            case 0..<4: self = .test
            case 4..<8: self = .validation
            default: self = .train
            }
        }
    }

    /// - Parameters:
    ///   - train: drawings in pixels; likewise the others.
    ///   - scaleFactor: a model's own, to continue or judge it; nil takes it from `train`.
    public init(
        train: [Stroke3], validation: [Stroke3], test: [Stroke3], maxLength: Int,
        classes: [String] = [], scaleFactor: Double? = nil
    ) {
        let splits = [train, validation, test].map { split in
            split.filter { (1...maxLength).contains($0.count) }.map { $0.clamped() }
        }
        let factor = scaleFactor ?? Self.scaleFactor(of: splits[0])
        let ready = splits.map { split in
            split.map { $0.divided(by: Float(factor)) }.sortedByLength()
        }
        (self.train, self.validation, self.test) = (ready[0], ready[1], ready[2])
        self.scaleFactor = factor
        self.maxLength = maxLength
        self.classes = classes
        skipped =
            train.count + validation.count + test.count - ready.reduce(0) { $0 + $1.count }
    }

    /// The scale factor of drawings in pixels.
    static func scaleFactor(of drawings: [Stroke3]) -> Double {
        var factor = ScaleFactor()
        for drawing in drawings { factor.add(drawing) }
        return factor.value
    }
}

extension Stroke3 {
    /// Every offset divided by `factor` (pixels to model units).
    public func divided(by factor: Float) -> Stroke3 {
        Stroke3(rows: rows.map { Row(dx: $0.dx / factor, dy: $0.dy / factor, isLifted: $0.isLifted) })
    }
}

extension [Stroke3] {
    /// Shortest first; equal lengths keep their order.
    func sortedByLength() -> [Stroke3] {
        enumerated().sorted { ($0.element.count, $0.offset) < ($1.element.count, $1.offset) }
            .map(\.element)
    }
}
