/// How a job's output is written, apart from its path.
public struct OutputOptions: Hashable, Sendable {
    /// The format, as the extension that a file of it has; nil for the extension of the path.
    public var format: String?
    /// Whether the output may replace a file that the job reads.
    public var replacesInput = false

    public init() {}
}
