import SketchSupport

/// Drawings ready for training: split, filtered, clamped and in model units. Each split is sorted by length.
public struct SketchDataset: Sendable {
    /// The training drawings, in model units.
    public let train: [Stroke3]
    /// The validation drawings, in model units.
    public let validation: [Stroke3]
    /// The test drawings, in model units.
    public let test: [Stroke3]
    /// The population standard deviation of all clamped training offsets, in pixels, by which the offsets of every split
    /// are divided (Ha & Eck 2017, section 4).
    public let scaleFactor: Double
    /// N, the maximum length of a drawing, in rows.
    public let maxLength: Int
    /// The drawings' classes in the order in which they were read.
    public let classes: [String]
    /// Training drawings whose latents go into the model's bank, in model units; none for a data set without classes.
    public let bankDrawings: BankDrawings
    /// The number of skipped drawings: longer than `maxLength`, or with fewer than two points.
    public let skipped: Int

    /// The part of a data set that a drawing belongs to.
    public enum Split: String, Hashable, Sendable, CaseIterable {
        case train, validation, test

        /// The fixed split of a key: FNV-1a (64 bits) of the key modulo 100 is below 4 for test and from 4 to 7 for
        /// validation. It does not depend on the order or the choice of files, so no training sees a test drawing.
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
    ///   - bankDrawings: in pixels.
    ///   - scaleFactor: the factor of an existing model; nil computes it from `train`.
    public init(
        train: [Stroke3], validation: [Stroke3], test: [Stroke3], maxLength: Int,
        classes: [String] = [], bankDrawings: BankDrawings = BankDrawings(), scaleFactor: Double? = nil
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
        self.bankDrawings = bankDrawings.map { $0.clamped().divided(by: Float(factor)) }
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
    /// Returns every offset divided by `factor` (from pixels to model units).
    public func divided(by factor: Float) -> Stroke3 {
        Stroke3(rows: rows.map { Row(dx: $0.dx / factor, dy: $0.dy / factor, isLifted: $0.isLifted) })
    }
}

extension [Stroke3] {
    /// Returns the drawings sorted by length; equal lengths keep their order.
    func sortedByLength() -> [Stroke3] {
        enumerated().sorted { ($0.element.count, $0.offset) < ($1.element.count, $1.offset) }
            .map(\.element)
    }
}
