/// One of the twelve low-rank maps of a HyperLSTM from the small cell's output through an embedding of V numbers to n
/// units: the scales of x's products for the four gates, those of h's, and the shifts.
struct HyperBranch {
    static let count = 12

    /// [U, V].
    let embedding: ParameterSlot
    /// [V]; the shifts have none.
    let embeddingBias: ParameterSlot?
    /// [V, n].
    let upProjection: ParameterSlot

    /// All branches of a cell: scales of x, scales of h, shifts; of i, j, f and o each.
    /// - Throws: `TrainingError.unknownTensor`.
    static func all(folder: String, layout: ParameterLayout) throws -> [HyperBranch] {
        try [("x", "zw", "alpha"), ("h", "zw", "alpha"), ("h", "zb", "beta")].flatMap { side, embedding, projection in
            try ["i", "j", "f", "o"].map { gate in
                let path = "\(folder)hyper_\(gate)\(side)/"
                return HyperBranch(
                    embedding: try layout.slot(path + "\(embedding)/super_linear_w"),
                    embeddingBias: embedding == "zw" ? try layout.slot(path + "zw/super_linear_b") : nil,
                    upProjection: try layout.slot(path + "\(projection)/super_linear_w"))
            }
        }
    }
}
