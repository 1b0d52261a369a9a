import SketchFormats

extension CommandLineText {
    /// The options that state how files are read, as a user would type them.
    package func reading(_ options: ReadOptions) -> CommandLineText {
        let factor = options.limits.factor
        return option("input-format", options.format?.rawValue)
            .option("input-limits", factor == 1 ? nil : factor == factor.rounded() ? "\(Int(factor))" : "\(factor)")
    }
}
