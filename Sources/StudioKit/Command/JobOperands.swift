/// The arguments of a job that have no name: files, mostly.
public struct JobOperands<Job>: Sendable {
    /// One argument as the help shows it.
    public struct Argument: Sendable {
        /// What the help calls it, for example `file`.
        public let valueName: String
        public let help: String
    }

    /// How often the arguments are given.
    public enum Count: Sendable {
        /// Each argument once.
        case each
        /// The only argument once, or not at all.
        case optional
        /// The only argument any number of times from one.
        case many
        /// The only argument any number of times, or not at all.
        case any
    }

    public let arguments: [Argument]
    public let count: Count
    let read: @Sendable (inout Job, [String]) -> Void
    let write: @Sendable (Job) -> [String]

    /// Any number from one.
    /// - Parameter mayBeNone: also none.
    public init(
        _ path: any WritableKeyPath<Job, [String]> & Sendable, valueName: String, help: String, mayBeNone: Bool = false
    ) {
        arguments = [Argument(valueName: valueName, help: help)]
        count = mayBeNone ? .any : .many
        read = { $0[keyPath: path] = $1 }
        write = { $0[keyPath: path] }
    }

    /// Exactly one.
    public init(_ path: any WritableKeyPath<Job, String> & Sendable, valueName: String, help: String) {
        arguments = [Argument(valueName: valueName, help: help)]
        count = .each
        read = { $0[keyPath: path] = $1.first ?? "" }
        write = { [$0[keyPath: path]] }
    }

    /// One or none.
    public init(_ path: any WritableKeyPath<Job, String?> & Sendable, valueName: String, help: String) {
        arguments = [Argument(valueName: valueName, help: help)]
        count = .optional
        read = { $0[keyPath: path] = $1.first }
        write = { $0[keyPath: path].map { [$0] } ?? [] }
    }

    /// The arguments of both, one after the other; each has exactly one.
    public init(_ first: JobOperands, _ second: JobOperands) {
        arguments = first.arguments + second.arguments
        count = .each
        read = { job, texts in
            first.read(&job, Array(texts.prefix(1)))
            second.read(&job, Array(texts.dropFirst()))
        }
        write = { first.write($0) + second.write($0) }
    }

    /// The numbers of texts that `set` accepts.
    public var range: ClosedRange<Int> {
        switch count {
        case .each: arguments.count...arguments.count
        case .optional: 0...1
        case .many: 1...Int.max
        case .any: 0...Int.max
        }
    }

    /// Replaces the job's operands.
    public func set(_ texts: [String], in job: inout Job) { read(&job, texts) }
}
