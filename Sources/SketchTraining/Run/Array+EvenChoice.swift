extension Array {
    /// Every n-th element, from the first, with n chosen so that at least `count` and fewer than twice as many are returned;
    /// all elements of a shorter array.
    func evenlyChosen(about count: Int) -> [Element] {
        let step = Swift.max(1, self.count / count)
        return stride(from: 0, to: self.count, by: step).map { self[$0] }
    }
}
