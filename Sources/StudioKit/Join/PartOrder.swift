/// Checks that the parts of a job are given in order, each once: where one ends and the next begins within one file of
/// drawings, the drawings' positions must follow each other.
struct PartOrder {
    private var last: (file: String, index: Int)?
    private var part: String?

    /// - Parameters:
    ///   - source: the drawing, for example `cats.ndjson#17`; the first of a file has no number.
    ///   - part: the file that states it.
    /// - Throws: `StudioError.partsOutOfOrder`.
    mutating func add(_ source: String, in part: String, _ reporter: Reporter) throws {
        let place = Self.place(source)
        defer { (last, self.part) = (place, part) }
        guard let last, let previous = self.part, previous != part, last.file == place.file, place.file != "-" else { return }
        guard place.index > last.index else { throw StudioError.partsOutOfOrder(previous, part, drawing: source) }
        if place.index > last.index + 1 {
            reporter.warn(
                "between \(previous) and \(part), \(counted(place.index - last.index - 1, "drawing")) of \(place.file) "
                    + "are missing. A part may be missing.")
        }
    }

    private static func place(_ source: String) -> (file: String, index: Int) {
        guard let mark = source.lastIndex(of: "#"), let index = Int(source[source.index(after: mark)...]) else {
            return (source, 0)
        }
        return (String(source[..<mark]), index)
    }
}
