/// Arguments or options that do not form a valid job, such as `--steps 0`. The program exits with status 64 for it, not 1.
public struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A full sentence.
    public var description: String

    public init(_ description: String) { self.description = description }
}
