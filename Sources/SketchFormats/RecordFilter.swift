import SketchCore

/// Selects and simplifies drawings on their way from file to file.
public struct RecordFilter: Sendable {
    /// The fields of a record that a condition can name.
    public enum Field: String, Hashable, CaseIterable, Sendable {
        case word, countrycode
        case keyID = "key_id"
        case split
    }

    /// A field and a value that it may have.
    public struct Condition: Hashable, Sendable {
        /// The field.
        public var field: Field
        /// The accepted value.
        public var value: String

        /// Creates a condition.
        public init(field: Field, value: String) {
            self.field = field
            self.value = value
        }

        /// Parses `NAME=VALUE`.
        /// - Throws: `FormatError.badCondition`.
        public init(parsing text: String) throws {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let field = Field(rawValue: String(parts[0])) else {
                throw FormatError.badCondition(text, names: Field.allCases.map(\.rawValue))
            }
            self.init(field: field, value: String(parts[1]))
        }
    }

    /// Rejects drawings that the game did not recognise.
    public var recognizedOnly: Bool
    /// The accepted values by field; conditions on one field are alternatives.
    public private(set) var accepted: [Field: Set<String>]
    /// The maximum number of points after simplification: drawings with more are thinned; nil leaves all points.
    public var maxPoints: Int?
    /// Whether raw drawings are simplified; nil decides by the output format.
    public var simplify: Bool?
    /// The tolerance in pixels with which every drawing, raw or not, is simplified; nil leaves it to `simplify`.
    public var epsilon: Double?

    /// Creates a filter; by default it accepts and leaves everything unchanged, except raw drawings for formats of offsets.
    public init(
        recognizedOnly: Bool = false, conditions: [Condition] = [], maxPoints: Int? = nil, simplify: Bool? = nil,
        epsilon: Double? = nil
    ) {
        self.recognizedOnly = recognizedOnly
        accepted = conditions.reduce(into: [:]) { $0[$1.field, default: []].insert($1.value) }
        self.maxPoints = maxPoints
        self.simplify = simplify
        self.epsilon = epsilon
    }

    /// Returns why a drawing is rejected before simplification; nil accepts it.
    public func rejection(of record: SketchRecord) -> SkipReport.Reason? {
        if recognizedOnly, record.isRecognized == false { return .notRecognized }
        for field in Field.allCases {
            guard let values = accepted[field] else { continue }
            let value =
                switch field {
                case .word: record.sketch.name
                case .countrycode: record.country ?? ""
                case .keyID: record.key
                case .split: record.assignedSplit.rawValue
                }
            // `valid` is the name of the validation array in the original data sets.
            if field == .split, values.contains("valid"), value == SketchDataset.Split.validation.rawValue { continue }
            if !values.contains(value) { return .otherValue(field) }
        }
        return nil
    }

    /// Simplifies a drawing if the filter or the output format requires it.
    /// - Returns: whether the drawing was simplified.
    /// - Throws: `SketchError.tooLong`.
    public func prepare(_ record: inout SketchRecord, for format: DrawingFileFormat) throws -> Bool {
        // A document is written again in its own units.
        let staysInPlace = format == .svg && record.page != nil
        guard epsilon != nil || (record.kind == .raw && simplify ?? format.storesPrepared) else { return false }
        var preprocessing = Preprocessing()
        preprocessing.epsilon = epsilon ?? preprocessing.epsilon
        if staysInPlace { record.simplifyInPlace(preprocessing) } else { try record.simplify(preprocessing) }
        return true
    }

    /// Removes the points of a drawing that matter least until it has at most `maxPoints`.
    /// - Returns: whether points were removed; nil if the drawing is rejected, because its strokes have more ends.
    public func thin(_ record: inout SketchRecord) -> Bool? {
        guard let maxPoints, record.sketch.pointCount > maxPoints else { return false }
        return record.thin(to: maxPoints) ? true : nil
    }
}
