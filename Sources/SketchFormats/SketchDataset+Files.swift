import SketchCore

extension SketchDataset {
    /// Reads a data set from files and folders. Each drawing belongs to its `SketchRecord.assignedSplit`; drawings that no
    /// model can use are skipped and counted. Of few drawings more are held out for validation; see `FewDrawings`.
    ///
    /// - Parameters:
    ///   - names: files, folders, or selections such as `data.npz#train`; see `DrawingFiles.expanded`.
    ///   - maxLength: N, the maximum length of a drawing in rows.
    ///   - preprocessing: how raw drawings are simplified.
    ///   - scaleFactor: the factor of an existing model; nil computes it from the training drawings.
    ///   - observer: receives notes on the files and, if reading keeps going, errors.
    ///   - onRecord: called for every record before it is used, with the file's name.
    /// - Returns: the data set in model units, and the skipped drawings.
    /// - Throws: `FormatError`, and what `onRecord` throws.
    public static func read(
        _ names: [String], options: ReadOptions = ReadOptions(), maxLength: Int,
        preprocessing: Preprocessing = Preprocessing(), scaleFactor: Double? = nil,
        observer: ReadingObserver = ReadingObserver(),
        onRecord: (SketchRecord, _ file: String) throws -> Void = { _, _ in }
    ) throws -> (dataset: SketchDataset, skipped: SkipReport) {
        var splits: [Split: [Stroke3]] = [:]
        var classes: [String] = []
        var bankDrawings = BankDrawings()
        var few = FewDrawings()
        var skipped = SkipReport()
        try DrawingFiles.forEachRecord(in: names, options: options, observer: observer) { record, file in
            try onRecord(record, file)
            let strokes: Stroke3
            do { strokes = try record.strokes(preprocessing) } catch { return skipped.add(error) }
            if record.assignedSplit == .train, (1...maxLength).contains(strokes.count) {
                bankDrawings.add(strokes, name: record.sketch.name, key: record.key)
                if record.split == nil {
                    few.add(index: splits[.train]?.count ?? 0, name: record.sketch.name, key: record.key)
                }
            }
            splits[record.assignedSplit, default: []].append(strokes)
            if !classes.contains(record.sketch.name) { classes.append(record.sketch.name) }
        }
        let moved = few.heldOut(training: splits[.train]?.count ?? 0, validation: splits[.validation]?.count ?? 0)
        for drawing in moved.sorted(by: { $0.index > $1.index }) {
            guard let strokes = splits[.train]?.remove(at: drawing.index) else { continue }
            splits[.validation, default: []].append(strokes)
            bankDrawings.remove(name: drawing.name, key: drawing.key)
        }
        let dataset = SketchDataset(
            train: splits[.train] ?? [], validation: splits[.validation] ?? [], test: splits[.test] ?? [],
            maxLength: maxLength, classes: classes, bankDrawings: bankDrawings, scaleFactor: scaleFactor)
        skipped.add(.rows(moreThan: maxLength), dataset.skipped)
        return (dataset, skipped)
    }
}
