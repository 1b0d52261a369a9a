/// The texts of a command's help.
public struct CommandManual: Sendable {
    /// The words that name the command, for example `dataset info`.
    public let name: String
    /// Other names for the last word of `name`.
    public let aliases: [String]
    /// An earlier name of the command, which still works; a message gives the present one.
    public let formerName: String?
    /// The heading of the command's own options.
    public let title: String
    /// One imperative sentence.
    public let abstract: String
    /// Paragraphs, then examples; may be empty.
    public let discussion: String
    /// The help of `--output`; nil for a job that writes no file.
    public let output: String?

    public init(
        name: String, aliases: [String] = [], formerName: String? = nil, title: String = "", abstract: String,
        discussion: String = "",
        output: String? = "Output file; the extension selects the format."
    ) {
        self.name = name
        self.aliases = aliases
        self.formerName = formerName
        self.title = title
        self.abstract = abstract
        self.discussion = discussion
        self.output = output
    }
}
