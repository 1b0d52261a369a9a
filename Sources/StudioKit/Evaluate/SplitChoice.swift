import SketchCore

/// The drawings that an evaluation uses: all, or one part of the split that training makes.
public enum SplitChoice: String, CaseIterable, Sendable {
    case all, train, validation, test

    /// Whether the drawing is one of them.
    public func includes(_ record: SketchRecord) -> Bool {
        self == .all || record.assignedSplit.rawValue == rawValue
    }
}

extension JobOption {
    /// `--split`
    static func split(_ path: any WritableKeyPath<Root, SplitChoice> & Sendable) -> JobOption {
        .choice("split", path, valueName: "part", help: splitHelp)
    }

    /// `--split` with a default that depends on other options.
    static func split(
        _ path: any WritableKeyPath<Root, SplitChoice?> & Sendable, default text: String
    ) -> JobOption {
        .choice("split", path, valueName: "part", help: splitHelp).withDefault(text)
    }

    private static var splitHelp: String {
        "Drawings to use: all, or one part of the split that 'studio train' makes."
    }
}
