import SketchCore

/// The drawings that an evaluation uses: all, or one part of the split that training makes.
package enum SplitChoice: String, CaseIterable, Sendable {
    case all, train, validation, test

    /// Whether the drawing is one of them.
    package func includes(_ record: SketchRecord) -> Bool {
        self == .all || record.assignedSplit.rawValue == rawValue
    }
}
