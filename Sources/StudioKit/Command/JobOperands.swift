/// The arguments of a job that have no name: files, mostly.
public struct JobOperands<Job>: Sendable {
    /// What the help calls them, for example `a b`.
    public let valueName: String
    public let help: String
    /// Exactly one; false for one or more.
    public let isSingle: Bool
    let read: @Sendable (inout Job, [String]) -> Void
    let write: @Sendable (Job) -> [String]

    /// Any number from one.
    public init(_ path: any WritableKeyPath<Job, [String]> & Sendable, valueName: String, help: String) {
        self.valueName = valueName
        self.help = help
        isSingle = false
        read = { $0[keyPath: path] = $1 }
        write = { $0[keyPath: path] }
    }

    /// Exactly one.
    public init(_ path: any WritableKeyPath<Job, String> & Sendable, valueName: String, help: String) {
        self.valueName = valueName
        self.help = help
        isSingle = true
        read = { $0[keyPath: path] = $1.first ?? "" }
        write = { [$0[keyPath: path]] }
    }

    /// Replaces the job's operands.
    public func set(_ texts: [String], in job: inout Job) { read(&job, texts) }
}
