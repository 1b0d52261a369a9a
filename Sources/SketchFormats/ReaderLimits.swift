import Foundation

/// How much of a file of drawings is read, so that no file of a stranger takes all memory or time: caps on bytes and on
/// counts, all raised together by one factor.
///
/// What protects a reader whatever the file's size stays as it is: levels of nesting, the length of a header, the range
/// of coordinates, rules about entities and names.
public struct ReaderLimits: Hashable, Sendable {
    /// What is capped, by what a message calls it; the standard caps are `Cap.standard`.
    public enum Cap: Sendable, CaseIterable {
        /// One JSON value: a line, or a whole file that is one value.
        case jsonBytes
        /// An SVG or InkML document.
        case documentBytes
        /// Elements of an XML document.
        case elements
        /// Elements of an SVG drawn, each repetition by a `use` counted.
        case drawnElements
        /// Lines and curves of an SVG's paths.
        case pieces
        /// Points of one drawing of SVG, InkML or a whiteboard.
        case points
        /// Members of a zip archive.
        case members
        /// A member of an archive when inflated, or a single NumPy array.
        case arrayBytes
        /// All members of an archive when inflated.
        case archiveBytes
        /// What waits on a pickle's stack.
        case waitingValues
        /// What a pickle remembers.
        case memoryCells
        /// Arrays of one pickle.
        case arrays
        /// A file of latents.
        case latentBytes
        /// Latents of one file.
        case latents

        /// The cap without any option.
        public var standard: Int {
            switch self {
            case .jsonBytes: 32 << 20
            case .documentBytes: 64 << 20
            case .elements, .drawnElements, .pieces: 1_000_000
            case .points: 2_000_000
            case .members: 4096
            case .arrayBytes, .latentBytes: 256 << 20
            case .archiveBytes: 2 << 30
            case .waitingValues, .arrays, .latents: 1 << 20
            case .memoryCells: 1 << 22
            }
        }

        /// What is counted, in the plural; nil for bytes.
        var unit: String? {
            switch self {
            case .jsonBytes, .documentBytes, .arrayBytes, .archiveBytes, .latentBytes: nil
            case .elements, .drawnElements: "elements"
            case .pieces: "pieces"
            case .points: "points"
            case .members: "members"
            case .waitingValues: "waiting values"
            case .memoryCells: "memory cells"
            case .arrays: "arrays"
            case .latents: "latents"
            }
        }
    }

    /// The caps of `Cap.standard`.
    public static let standard = ReaderLimits()
    /// The factors that a command accepts.
    public static let factors = 1.0...64.0

    /// By how much every cap is raised.
    public let factor: Double

    /// - Parameter factor: a number above 0; below 1 the caps are lowered.
    public init(factor: Double = 1) { self.factor = factor }

    /// The largest count or number of bytes accepted.
    public subscript(cap: Cap) -> Int { Self.scaled(cap, by: factor) }

    /// `more than 32 MiB; --input-limits 4 allows 128 MiB`: for a sentence about a file that goes beyond a cap.
    /// - Parameter found: what the file has, where that is known: the option is named only if it helps.
    package func moreThan(_ cap: Cap, found: Int? = nil) -> String {
        let most = Self.factors.upperBound
        let next = [4, 16, most].first { $0 > factor && (found ?? 0) <= Self.scaled(cap, by: $0) }
        let advice =
            next.map { "--input-limits \(Int($0)) allows \(Self.text(cap, by: $0))" }
            ?? "even --input-limits \(Int(most)) allows only \(Self.text(cap, by: most))"
        return "more than \(Self.text(cap, by: factor)); \(advice)"
    }

    private static func scaled(_ cap: Cap, by factor: Double) -> Int {
        Int(exactly: (Double(cap.standard) * factor).rounded(.down)) ?? cap.standard
    }

    private static func text(_ cap: Cap, by factor: Double) -> String {
        let number = scaled(cap, by: factor)
        if let unit = cap.unit { return "\(number) \(unit)" }
        if number >= 1 << 30, number & (1 << 30 - 1) == 0 { return "\(number >> 30) GiB" }
        return number >= 1 << 20 ? "\(number >> 20) MiB" : "\(number) bytes"
    }
}
