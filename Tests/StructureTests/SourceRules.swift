/// The rules for the content of source files, and their exceptions.
enum SourceRules {
    /// Targets that may name options of `studio`.
    static let namesOptions: Set<String> = ["StudioKit", "SketchStudio"]

    /// Targets that may end the process. The loader of Cairo stands for the dynamic linker, which ends it too.
    static let endsProcess: Set<String> = ["CCairoLoader"]

    /// The maximum number of lines of a file without an entry in `longFiles`.
    static let maximumLineCount = 250

    /// Files above the maximum, each with the reason why it is not divided.
    static let longFiles: [String: String] = [:]
}
