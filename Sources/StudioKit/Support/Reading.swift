import SketchFormats

/// How a command reads files of drawings and latents: what a person said of their form, and how large they may be.
public struct Reading: Sendable {
    public var format: SketchReader.InputFormat?
    public var limits = ReaderLimits.standard

    public init(format: SketchReader.InputFormat? = nil, limits: ReaderLimits = .standard) {
        self.format = format
        self.limits = limits
    }

    /// - Parameter name: as `SketchReader` takes it.
    public func reader(of name: String) -> SketchReader { SketchReader(name, inputFormat: format, limits: limits) }
}

extension CommandLineText {
    /// The options as they could be typed again.
    package func reading(_ reading: Reading) -> CommandLineText {
        let factor = reading.limits.factor
        return option("input-format", reading.format?.rawValue)
            .option("input-limits", factor == 1 ? nil : factor == factor.rounded() ? "\(Int(factor))" : "\(factor)")
    }
}
