/// Limits on the bytes and counts that readers accept, so that an untrusted file cannot exhaust memory or time. One
/// factor raises the limits of ``ReaderLimits/Cap`` together.
///
/// Limits that protect a reader independently of the file's size are fixed: nesting depth, header length, the range of
/// coordinates, rules about entities and names.
public struct ReaderLimits: Hashable, Sendable {
    /// What is limited.
    public enum Cap: Sendable, CaseIterable {
        /// Bytes of one JSON value: a line, or a whole file that is one value.
        case jsonBytes
        /// Bytes of an SVG or InkML document.
        case documentBytes
        /// Elements of an XML document.
        case elements
        /// Rendered elements of an SVG, counting each repetition by a `use`.
        case drawnElements
        /// Lines and curves of an SVG's paths.
        case pathSegments
        /// Bytes of default values of attributes, each value counted in every element to which a document type adds it.
        case attributeDefaults
        /// Points of one drawing of SVG, InkML, a whiteboard or an array.
        case points
        /// Rows of all drawings in 64 KiB of an array file, or of text that is compressed with gzip. A drawing counts as at
        /// least `ReaderLimits.leastRows`.
        case rows
        /// Members of a zip archive.
        case members
        /// Bytes of an inflated archive member or of a single NumPy array.
        case arrayBytes
        /// Bytes of all inflated members of an archive, or of a file that is compressed with gzip.
        case archiveBytes
        /// The size of the inflated members of an archive, relative to the archive's size.
        case archiveInflation
        /// The size of an inflated gzip file, or of a pickle in an archive, relative to the file's size.
        case inflation
        /// Values on a pickle's stack.
        case stackValues
        /// Entries of a pickle's memo.
        case memoEntries
        /// Arrays of one pickle.
        case arrays
        /// Bytes of a file of latents.
        case latentBytes
        /// Latents of one file.
        case latents
        /// Numbers of the latents in 64 KiB of an archive.
        case latentNumbers

        /// The standard limit.
        public var standard: Int {
            switch self {
            case .jsonBytes: 32 << 20
            case .documentBytes: 64 << 20
            case .elements, .drawnElements, .pathSegments, .attributeDefaults: 1_000_000
            case .points: 2_000_000
            case .rows: 81_920
            case .latentNumbers: 1 << 17
            case .members: 4096
            case .arrayBytes, .latentBytes: 256 << 20
            case .archiveBytes: 2 << 30
            case .archiveInflation: 128
            case .inflation: 32
            case .stackValues, .arrays, .latents: 1 << 20
            case .memoEntries: 1 << 22
            }
        }

        /// Whether the limit is relative to the file's size.
        var isRelative: Bool {
            switch self {
            case .rows, .latentNumbers, .archiveInflation, .inflation: true
            default: false
            }
        }

        /// The unit, in the plural; nil for bytes.
        var unit: String? {
            switch self {
            case .jsonBytes, .documentBytes, .arrayBytes, .archiveBytes, .latentBytes: nil
            case .elements: "elements"
            case .drawnElements: "rendered elements"
            case .pathSegments: "path segments"
            case .attributeDefaults: "bytes of default values of attributes"
            case .points: "points"
            case .rows: "rows in 64 KiB of the file"
            case .members: "members"
            case .archiveInflation, .inflation: "times its size (at least 64 KiB)"
            case .stackValues: "stack values"
            case .memoEntries: "memo entries"
            case .arrays: "arrays"
            case .latents: "latents"
            case .latentNumbers: "numbers in 64 KiB of the file"
            }
        }
    }

    /// The rows as which a drawing counts at least, since each takes memory and time.
    static let leastRows = 8
    /// A file counts as at least this many bytes for limits that are relative to its size.
    static let leastSize = 1 << 16

    /// The standard limits, `Cap.standard`.
    public static let standard = ReaderLimits()
    /// The recommended factors.
    public static let factors = 1.0...64.0

    /// The factor of every limit.
    public let factor: Double

    /// - Parameter factor: greater than 0; below 1 it lowers the limits.
    public init(factor: Double = 1) { self.factor = factor }

    /// The largest count or number of bytes accepted. A limit that is relative to the file's size is not lowered.
    public subscript(cap: Cap) -> Int { Self.scaled(cap, by: cap.isRelative ? max(factor, 1) : factor) }

    /// The bytes to which a file of this size may inflate.
    /// - Parameter ratio: `.archiveInflation` or `.inflation`.
    func inflated(_ ratio: Cap, from size: Int) -> Int {
        let (bytes, isOver) = max(size, Self.leastSize).multipliedReportingOverflow(by: self[ratio])
        return isOver ? .max : bytes
    }

    /// The rows or numbers that a file of this size may have in all.
    /// - Parameter cap: `.rows` or `.latentNumbers`.
    func count(_ cap: Cap, in size: Int) -> Int {
        let count = Double(max(size, Self.leastSize)) / Double(Self.leastSize) * Double(self[cap])
        return Int(exactly: count.rounded(.down)) ?? .max
    }

    /// The error of a file that exceeds a cap.
    /// - Parameter found: the amount in the file, if it is known.
    package func exceeded(_ cap: Cap, file: String, place: String? = nil, found: Int? = nil) -> FormatError {
        .limitExceeded(file: file, place: place, limit: cap, allowed: self[cap], found: found)
    }

    private static func scaled(_ cap: Cap, by factor: Double) -> Int {
        Int(exactly: (Double(cap.standard) * factor).rounded(.down)) ?? cap.standard
    }
}

extension ReaderLimits.Cap {
    /// An amount with its unit: `32 MiB`, `4096 members`.
    public func text(_ amount: Int) -> String {
        if let unit { return "\(amount) \(unit)" }
        if amount >= 1 << 30, amount & (1 << 30 - 1) == 0 { return "\(amount >> 30) GiB" }
        return amount >= 1 << 20 ? "\(amount >> 20) MiB" : "\(amount) bytes"
    }
}
