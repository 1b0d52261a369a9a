/// How a file of drawings is read.
public struct ReadOptions: Hashable, Sendable {
    /// The format of the file; nil detects it from the content.
    public var format: SketchReader.InputFormat?
    /// The limits on what is accepted.
    public var limits: ReaderLimits

    /// Creates options; by default the format is detected and the limits are standard.
    public init(format: SketchReader.InputFormat? = nil, limits: ReaderLimits = .standard) {
        self.format = format
        self.limits = limits
    }

    /// A reader of `name`, which may select a drawing or a part; see `SketchReader.init`.
    public func reader(of name: String) -> SketchReader { SketchReader(name, options: self) }
}
