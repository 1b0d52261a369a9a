extension SketchBatch {
    /// Lays drawings in model units out for training: start token, rows, end and padding rows.
    /// - Parameter maxLength: N; rows beyond it are left out, so give no longer drawings.
    public init(_ drawings: [Stroke3], maxLength: Int) {
        let width = (maxLength + 1) * 5
        var rows = [Float](repeating: 0, count: drawings.count * width)
        for (index, drawing) in drawings.enumerated() {
            let base = index * width
            rows[base + 2] = 1
            for (step, row) in drawing.rows.prefix(maxLength).enumerated() {
                let at = base + (step + 1) * 5
                rows[at] = row.dx
                rows[at + 1] = row.dy
                rows[at + (row.isLifted ? 3 : 2)] = 1
            }
            for step in min(drawing.count, maxLength)..<maxLength {
                rows[base + (step + 1) * 5 + 4] = 1
            }
        }
        self.init(
            maxLength: maxLength, lengths: drawings.map { min($0.count, maxLength) }, rows: rows)
    }
}
