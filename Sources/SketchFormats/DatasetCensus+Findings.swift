extension DatasetCensus {
    /// A property of the data that impairs training.
    public enum Finding: Hashable, Sendable {
        /// Fewer than 1,000 training drawings.
        case fewTrainingDrawings(Int)
        case noValidationDrawings
        /// Drawings with more than `maxLength` rows, which training skips.
        case tooLong(Int)
        /// All drawings have this many rows.
        case equalLengths(Int)
        case duplicates(Int)
        /// Drawings with fewer than two points, which training skips.
        case dots(Int)
        /// The largest class has more than ten times the drawings of the smallest.
        case unbalanced(largest: String, Int, smallest: String, Int)
        /// The scale factor is below 1 pixel.
        case smallOffsets(scaleFactor: Double)
    }

    /// What impairs training, the most harmful first.
    public var findings: [Finding] {
        var findings: [Finding] = []
        let training = splits[.train] ?? 0
        if training < 1000 { findings.append(.fewTrainingDrawings(training)) }
        if training > 0, (splits[.validation] ?? 0) == 0 { findings.append(.noValidationDrawings) }
        if tooLong > 0 { findings.append(.tooLong(tooLong)) }
        if lengths.count > 10, Set(lengths).count == 1 { findings.append(.equalLengths(Int(lengths[0]))) }
        if duplicates > 0 { findings.append(.duplicates(duplicates)) }
        if dots > 0 { findings.append(.dots(dots)) }
        let counts = classCounts
        if let most = counts.first, let least = counts.last, most.count > 10 * least.count {
            findings.append(.unbalanced(largest: most.name, most.count, smallest: least.name, least.count))
        }
        if training > 0, scaleFactor < 1 { findings.append(.smallOffsets(scaleFactor: scaleFactor)) }
        return findings
    }
}
