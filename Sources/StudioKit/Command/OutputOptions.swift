/// How a job's output is written, apart from its path.
public struct OutputOptions: Hashable, Sendable {
    /// The format, as the extension that a file of it has; nil for the extension of the path.
    public var format: String?
    /// Whether the output may replace a file that the job reads.
    public var replacesInput = false
    /// The name or file of the profile of a plotter, for which a sheet is written instead of as a picture; nil for a picture.
    public var plotter: String?
    /// The number of the plotter's pens; nil for the profile's.
    public var pens: Int?

    public init() {}
}
