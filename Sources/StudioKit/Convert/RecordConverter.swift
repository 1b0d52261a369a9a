import SketchCore
import SketchFormats

/// A conversion in progress: prepares drawings, writes them and counts them.
final class RecordConverter {
    private let job: ConvertJob
    private let filter: RecordFilter
    private let format: DrawingFileFormat
    private let writer: DatasetWriter
    var counts = ConvertResult.Counts()
    private(set) var losses: WritingLosses

    init(job: ConvertJob, target: DatasetWriter.Destination, writer: DatasetWriter) {
        self.job = job
        format = target.format
        self.writer = writer
        losses = WritingLosses(target)
        filter = RecordFilter(
            recognizedOnly: job.recognizedOnly, conditions: job.conditions, maxPoints: job.maxPoints,
            simplify: job.simplify, epsilon: job.epsilon)
    }

    /// Whether as many drawings are written as the job allows.
    var isFull: Bool { job.limit == counts.written }

    /// The drawing as it is to be written; nil if it is dropped.
    func prepare(_ record: SketchRecord) -> SketchRecord? {
        counts.read += 1
        var record = record
        if let reason = filter.rejection(of: record) { return drop(reason) }
        guard changeStrokes(of: &record) else { return drop(.strokes(shorterThan: job.minimumStrokeLength ?? 0)) }
        do {
            if try filter.prepare(&record, for: format) { counts.simplified += 1 }
        } catch { return drop(SkipReport.Reason(error)) }
        guard let isThinned = filter.thin(&record) else { return drop(.points(moreThan: job.maxPoints ?? 0)) }
        if isThinned { counts.thinned += 1 }
        if job.reorder != nil || job.reverses == true {
            counts.travel.before += record.sketch.penUpTravel
            switch job.reorder {
            case .nearest: record.reorderNearest(reverses: job.reverses ?? true)
            case nil: record.reverseStrokes()
            }
            counts.travel.after += record.sketch.penUpTravel
        }
        if let className = job.className { record.sketch.name = className }
        if let fractions = job.fractions { record.split = fractions.split(ofKey: record.key) }
        return record
    }

    /// Joins the strokes of a drawing and drops short ones.
    ///
    /// - Returns: whether a stroke is left.
    private func changeStrokes(of record: inout SketchRecord) -> Bool {
        counts.strokes.before += record.sketch.strokes.count
        if let distance = job.joinDistance { record.joinStrokes(within: distance) }
        if let length = job.minimumStrokeLength { record.dropStrokes(shorterThan: length) }
        counts.strokes.after += record.sketch.strokes.count
        return job.minimumStrokeLength == nil || !record.sketch.strokes.isEmpty
    }

    /// - Throws: `FileError`. A drawing that the format cannot represent is dropped.
    func write(_ record: SketchRecord) throws {
        do {
            try writer.append(record)
            counts.written += 1
            losses.add(record)
            counts.splits[record.assignedSplit, default: 0] += 1
        } catch let error as UnwritableDrawing {
            counts.dropped.add(error)
        }
    }

    private func drop(_ reason: SkipReport.Reason) -> SketchRecord? {
        counts.dropped.add(reason)
        return nil
    }
}
