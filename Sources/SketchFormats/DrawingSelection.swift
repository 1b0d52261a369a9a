/// The drawings of a file that `file#SELECTION` selects: numbers and ranges, counted from 0 and separated by commas, for
/// example `7`, `7,9`, `3..5` (three drawings) or `10..` (from the eleventh drawing on). The drawings come in the file's order, each
/// once: `9,7` and `7,7,9` select the same as `7,9`.
public struct DrawingSelection: Hashable, Sendable {
    private var ranges: [ClosedRange<Int>]

    /// One drawing.
    public init(_ index: Int) { ranges = [index...index] }

    /// Parses the text after `#`; nil if it is not a selection.
    public init?(parsing text: some StringProtocol) {
        ranges = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let range = Self.range(item) else { return nil }
            ranges.append(range)
        }
        guard ranges.count <= 10_000 else { return nil }
        ranges.sort { $0.lowerBound < $1.lowerBound }
    }

    /// Whether a text that is not a selection was probably meant to be one, for example `5..3` or `..3`.
    static func isAttempt(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) || ".,-".utf8.contains($0) }
    }

    /// The forms of a selection, for messages.
    static let forms = "#7 (the eighth drawing), #7,9, #3..5 or #10.."

    private static func range(_ text: some StringProtocol) -> ClosedRange<Int>? {
        func number(_ text: some StringProtocol) -> Int? {
            text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
        }
        guard let dots = text.firstRange(of: "..") else { return number(text).map { $0...$0 } }
        guard let first = number(text[..<dots.lowerBound]) else { return nil }
        let rest = text[dots.upperBound...]
        guard !rest.isEmpty else { return first...Int.max }
        guard let last = number(rest), last >= first else { return nil }
        return first...last
    }

    /// The index if one drawing is selected.
    public var single: Int? {
        ranges.count == 1 && ranges[0].lowerBound == ranges[0].upperBound ? ranges[0].lowerBound : nil
    }

    package func contains(_ index: Int) -> Bool { ranges.contains { $0.contains(index) } }

    /// Whether no drawing after this one is selected.
    func ends(at index: Int) -> Bool { ranges.allSatisfy { $0.upperBound <= index } }

    /// The first selected index that a file of `count` drawings lacks. A range without an end needs its first drawing.
    package func missing(from count: Int) -> Int? {
        ranges.compactMap { range in
            if range.lowerBound >= count { return range.lowerBound }
            return range.upperBound != .max && range.upperBound >= count ? range.upperBound : nil
        }.min()
    }
}
