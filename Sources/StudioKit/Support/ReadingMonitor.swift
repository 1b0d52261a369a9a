import SketchCore
import SketchFormats

/// Reports what a job's readers leave out, change, guess or cannot read.
package final class ReadingMonitor {
    /// The number of errors that are reported in full.
    private static let mostErrors = 5
    private static let mostPlaces = 20

    private let reporter: Reporter
    /// The records and files that could not be read.
    package private(set) var errors = 0
    /// The places of the errors that are not reported in full, by file, in the order of the files.
    private var places: [(file: String, places: [String], count: Int)] = []

    package init(_ reporter: Reporter) { self.reporter = reporter }

    package var observer: ReadingObserver {
        ReadingObserver(note: { self.reporter.warn($0) }, error: { self.add($0) })
    }

    private func add(_ error: FormatError) {
        errors += 1
        if errors <= Self.mostErrors { return reporter.warn(StudioError.sentence(for: error)) }
        let (file, place) = (error.file ?? "", error.place ?? "a file")
        if places.last?.file != file { places.append((file, [], 0)) }
        places[places.count - 1].count += 1
        if places[places.count - 1].count <= Self.mostPlaces { places[places.count - 1].places.append(place) }
    }

    /// Reports the rest of the errors; once, after the last file.
    package func finish() {
        for (file, places, count) in places {
            let more = count > places.count ? " and \(count - places.count) more" : ""
            reporter.warn("skipped in \(file): \(places.joined(separator: ", "))\(more).")
        }
        places = []
        if errors > 0 {
            reporter.warn(
                "\(errors) record\(errors == 1 ? "" : "s") or file\(errors == 1 ? "" : "s") could not be read and "
                    + "\(errors == 1 ? "was" : "were") skipped.")
        }
        errors = 0
    }
}

extension ReadOptions {
    /// Reads all files and folders in order, and calls `body` with each drawing and the name of its file.
    ///
    /// - Returns: the number of records and files that could not be read.
    /// - Throws: `FormatError`, and what `body` throws.
    @discardableResult
    package func visitRecords(
        in paths: [String], reporter: Reporter, _ body: (SketchRecord, _ file: String) throws -> SketchReader.Decision
    ) throws -> Int {
        let monitor = ReadingMonitor(reporter)
        var read = 0
        try DrawingFiles.visitRecords(in: paths, options: self, observer: monitor.observer) { record, file in
            read += 1
            reporter.reading(record, number: read, of: file)
            return try body(record, file)
        }
        reporter.clear()
        let errors = monitor.errors
        monitor.finish()
        return errors
    }
}
