/// Lines whose ends are joined in pairs, in chains.
struct LineChains {
    struct Chain {
        /// The end at which each line of the chain is entered.
        var starts: [LineEnd]
        var isClosed: Bool
    }

    private var partners: [LineEnd?]

    /// - Parameter count: the number of lines.
    init(count: Int) { partners = Array(repeating: nil, count: 2 * count) }

    func isJoined(_ end: LineEnd) -> Bool { partners[end] != nil }

    mutating func join(_ one: LineEnd, _ other: LineEnd) {
        partners[one] = other
        partners[other] = one
    }

    /// Follows the joined lines: first those with a loose end, then the closed ones, each in the order of the lines.
    func chains(where isLine: (Int) -> Bool) -> [Chain] {
        var result: [Chain] = []
        var isDone = [Bool](repeating: false, count: partners.count / 2)
        func follow(_ first: LineEnd) {
            var (starts, end) = ([LineEnd](), first)
            while !isDone[end / 2] {
                isDone[end / 2] = true
                starts.append(end)
                guard let next = partners[end ^ 1] else {
                    result.append(Chain(starts: starts, isClosed: false))
                    return
                }
                end = next
            }
            result.append(Chain(starts: starts, isClosed: true))
        }
        for end in partners.indices where isLine(end / 2) && !isDone[end / 2] && partners[end] == nil { follow(end) }
        for line in isDone.indices where isLine(line) && !isDone[line] { follow(2 * line) }
        return result
    }
}
