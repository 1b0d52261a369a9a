/// What a job found or made, in the two forms that a command prints. Jobs have results of their own with typed values.
public protocol JobResult: Sendable {
    /// The lines for a person.
    var lines: [String] { get }
    /// The JSON value that `--json` prints, on one line; its keys do not change between versions.
    var jsonText: String { get }
    /// Advice on what was found, as sentences; `jsonText` contains it too.
    var warnings: [String] { get }
    /// A sentence that sums up the result for a person who reads `lines`.
    var note: String? { get }
    /// False in a process whose work another one reports.
    var isPrinted: Bool { get }
    /// Whether what was found makes the exit status 1.
    var isFailure: Bool { get }
}

extension JobResult {
    public var warnings: [String] { [] }
    public var note: String? { nil }
    public var isPrinted: Bool { true }
    public var isFailure: Bool { false }
}
