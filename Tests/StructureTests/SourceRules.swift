/// The rules for the content of source files, and their exceptions.
enum SourceRules {
    /// Targets that may name options of `studio`.
    static let namesOptions: Set<String> = ["StudioKit", "SketchStudio"]

    /// The maximum number of lines of a file without an entry in `longFiles`.
    static let maximumLineCount = 250

    /// Files above the maximum, each with the reason why it is not divided.
    static let longFiles: [String: String] = [:]

    /// Files of libraries that may end the process, each with the reason.
    static let endsProcess: [String: String] = [
        "CCairoLoader/loader.c": "a program that is linked with a missing library does not start either"
    ]
}
