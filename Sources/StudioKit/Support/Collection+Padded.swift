extension Collection<String> {
    /// The texts with spaces after them, all as wide as the widest and two columns more.
    package var padded: [String] {
        let width = map(\.count).max() ?? 0
        return map { $0.padded(to: width + 2) }
    }
}
