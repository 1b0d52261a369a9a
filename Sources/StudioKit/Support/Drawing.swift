import FoundationEssentials
import Glibc
import SketchCore
import SketchFormats
import SketchRendering

/// A drawing that was read, with its source for recipes and warnings.
package struct Drawing {
    package let record: SketchRecord

    package init(record: SketchRecord) { self.record = record }

    package var sketch: Sketch { record.sketch }

    /// Every drawing in the files and folders, in order.
    ///
    /// - Parameter limit: the maximum number of drawings; nil reads all.
    /// - Throws: `FormatError`.
    package static func read(
        _ paths: [String], _ reading: ReadOptions, limit: Int? = nil, reporter: Reporter
    ) throws -> [Drawing] {
        var drawings: [Drawing] = []
        if limit == 0 { return drawings }
        try reading.visitRecords(in: paths, reporter: reporter) { record, _ in
            drawings.append(Drawing(record: record))
            return drawings.count == limit ? .stop : .next
        }
        return drawings
    }

    /// The only drawing in a file; of several, the first, with a warning.
    ///
    /// - Parameter bytes: the file's content, where it has been read.
    /// - Throws: `FormatError`.
    package static func one(
        _ path: String, bytes: [UInt8]? = nil, _ reading: ReadOptions, reporter: Reporter
    ) throws -> Drawing {
        let monitor = ReadingMonitor(reporter)
        var records: [SketchRecord] = []
        let reader = reading.reader(of: path)
        if let bytes {
            try reader.forEachRecord(in: bytes, observer: monitor.observer) { if records.count < 2 { records.append($0) } }
        } else {
            records = try reader.records(limit: 2, observer: monitor.observer)
        }
        monitor.finish()
        guard let first = records.first else { throw FormatError.noDrawings(file: path) }
        reporter.warnOfNotes(first)
        if records.count > 1 {
            reporter.warn("\(path) contains several drawings; using the first. Use '\(path)#1' for the second.")
        }
        return Drawing(record: first)
    }

    /// The drawings that are longer than those the model was trained on: the first, and how many.
    package struct Lengths {
        private var first: (source: String, rows: Int)?
        private var count = 0

        package init() {}

        package mutating func add(_ source: String, rows: Int, _ loaded: LoadedModel) {
            guard rows > loaded.model.configuration.maxLength else { return }
            first = first ?? (source, rows)
            count += 1
        }

        /// One warning for all.
        package func warn(_ loaded: LoadedModel, _ reporter: Reporter) {
            guard let first else { return }
            let others =
                count > 1 ? " (and \(counted(count - 1, "other drawing")) \(count == 2 ? "is" : "are") too long)" : ""
            reporter.warn(
                "\(first.source) has \(counted(first.rows, "row"))\(others), more than the "
                    + "\(loaded.model.configuration.maxLength) that \(loaded.model.name) was trained on. It is encoded "
                    + "completely, but results may differ from it.")
        }
    }

    /// The drawing in a recipe: a name, and a hash of its points, which does not depend on the file's format.
    package func source(as name: String) -> Recipe.Source {
        Recipe.Source(name: name, content: Data(SketchWriter.quickDrawRecord(sketch).utf8))
    }
}
