import SketchCore
import SketchFormats

/// Which drawings `studio convert` lets through, and what becomes of them on the way.
struct ConvertFilter {
    /// What `--where` can ask for.
    enum Field: String, CaseIterable { case word, countrycode, key_id, split }

    var recognizedOnly = false
    var conditions: [Field: Set<String>] = [:]
    var maxPoints: Int?
    /// Nil leaves it to the form that is written.
    var simplify: Bool?
    /// Simplifies every drawing, raw or not.
    var epsilon: Double?

    /// Why a drawing does not get through; nil where it does.
    func objection(to record: SketchRecord) -> String? {
        if recognizedOnly, record.isRecognized == false { return "not recognised" }
        for (field, values) in conditions.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let value =
                switch field {
                case .word: record.sketch.name
                case .countrycode: record.country ?? ""
                case .key_id: record.key
                case .split: record.assignedSplit.rawValue
                }
            // The arrays of the original call it so.
            if field == .split, values.contains("valid"), value == "validation" { continue }
            if !values.contains(value) { return "another \(field.rawValue)" }
        }
        return nil
    }

    /// - Returns: whether the drawing was simplified.
    ///
    /// - Throws: `SketchError.tooLong`.
    func prepare(_ record: inout SketchRecord, for format: DrawingFileFormat) throws -> Bool {
        let wanted = epsilon != nil || (record.kind == .raw && simplify ?? format.holdsPrepared)
        guard wanted else { return false }
        var preprocessing = Preprocessing()
        preprocessing.epsilon = epsilon ?? preprocessing.epsilon
        try record.simplify(preprocessing)
        return true
    }

    func isTooLong(_ record: SketchRecord) -> Bool { maxPoints.map { record.sketch.pointCount > $0 } ?? false }
}
