/// One part of the work of a job that is divided among processes or machines: `--shard i/n`.
///
/// The parts are consecutive and differ in size by at most one. Each drawing's result depends on the drawing and the settings
/// only, so the parts' outputs together are the output of the undivided job.
public struct Shard: Hashable, Sendable {
    /// The maximum number of parts.
    public static let mostParts = 100_000

    /// From 1 to `count`.
    public let number: Int
    /// The number of parts.
    public let count: Int

    /// Nil unless 1 <= number <= count <= `mostParts`.
    public init?(number: Int, count: Int) {
        guard (1...Self.mostParts).contains(count), (1...count).contains(number) else { return nil }
        (self.number, self.count) = (number, count)
    }

    /// The part's share of `total` items, counted from 0.
    ///
    /// - Throws: `StudioError.fewerItemsThanShards`, so that no part is empty.
    func range(of total: Int) throws -> Range<Int> {
        guard total >= count else { throw StudioError.fewerItemsThanShards(total, shards: count) }
        return (number - 1) * total / count..<number * total / count
    }
}

extension JobOption {
    /// `--shard`
    static func shard(_ path: any WritableKeyPath<Root, Shard?> & Sendable) -> JobOption {
        .value(
            "shard", path, valueName: "i/n",
            help: "Do part i of n of the work, for several processes or machines; the output must be .ndjson.",
            parse: { text in
                let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
                guard numbers.count == 2, let number = numbers[0], let count = numbers[1],
                    let shard = Shard(number: number, count: count)
                else { throw OptionRefusal("must be i/n with 1 <= i <= n, for example 3/8") }
                return shard
            }, text: { $0.map { "\($0.number)/\($0.count)" } }
        ).recorded(.never, key: nil)
    }
}

extension StudioJob {
    /// Checks that the output of a shard can be joined with the others'.
    ///
    /// - Throws: `UsageError`.
    func checkShard(_ shard: Shard?, format: String?) throws {
        guard shard != nil else { return }
        guard let format, ["ndjson", "jsonl"].contains(format) else {
            throw UsageError(
                "--shard writes .ndjson, so that the parts can be joined: name such an output. 'studio join' and 'studio convert' "
                    + "write other formats from the parts.")
        }
    }
}
