import SketchInference

extension HyperLSTMLayer {
    /// The weights of single steps' products, packed; the layers of all slices share them: h to the small cell, hyper_h' to
    /// all embeddings, and the twelve up-projections; and the transpose of each.
    final class Packs: @unchecked Sendable {
        let main, small: LSTMLayer<Scalar>.Packs
        let smallKernel, smallKernelTransposed: PackedMatrix<Scalar>
        let embedding, embeddingTransposed: PackedMatrix<Scalar>
        let upProjections, upProjectionsTransposed: [PackedMatrix<Scalar>]
        /// [U, 12V], the embeddings' weights side by side, and their biases [1, 12V].
        private let embeddingWeights = MatrixBuffer<Scalar>()
        private let embeddingBiases = MatrixBuffer<Scalar>()
        private let smallFromHidden: ParameterSlot
        private let branches: [HyperBranch]

        init(
            main: LSTMLayer<Scalar>.Packs, small: LSTMLayer<Scalar>.Packs, smallFromHidden: ParameterSlot,
            branches: [HyperBranch], _ precision: ProductPrecision
        ) {
            (self.main, self.small) = (main, small)
            (self.smallFromHidden, self.branches) = (smallFromHidden, branches)
            (smallKernel, smallKernelTransposed) = (PackedMatrix(precision), PackedMatrix(precision))
            (embedding, embeddingTransposed) = (PackedMatrix(precision), PackedMatrix(precision))
            upProjections = branches.map { _ in PackedMatrix(precision) }
            upProjectionsTransposed = branches.map { _ in PackedMatrix(precision) }
        }

        /// See `LSTMLayer.Packs.tasks`.
        var tasks: PackingTasks<Scalar> {
            let own = PackingTasks<Scalar>(
                forward: [
                    { self.smallKernel.load($0[self.smallFromHidden]) },
                    { self.packEmbeddings($0) },
                    { parameters in
                        for (branch, packed) in zip(self.branches, self.upProjections) {
                            packed.load(parameters[branch.upProjection])
                        }
                    },
                ],
                backward: [
                    { self.smallKernelTransposed.load(transposeOf: $0[self.smallFromHidden]) },
                    { parameters in
                        for (branch, packed) in zip(self.branches, self.upProjectionsTransposed) {
                            packed.load(transposeOf: parameters[branch.upProjection])
                        }
                    },
                ])
            return main.tasks + small.tasks + own
        }

        /// Packs the twelve embeddings side by side, and their transpose.
        private func packEmbeddings(_ parameters: VectorView<Scalar>) {
            guard let first = branches.first?.embedding else { return }
            let width = first.columns
            let weights = embeddingWeights.resize(rows: first.rows, columns: branches.count * width)
            let biases = embeddingBiases.resize(rows: 1, columns: branches.count * width)
            biases.fill(0)
            for (index, branch) in branches.enumerated() {
                let columns = index * width..<(index + 1) * width
                weights.columns(columns).update(from: parameters[branch.embedding])
                if let bias = branch.embeddingBias { biases.columns(columns).update(from: parameters[bias]) }
            }
            embedding.load(weights, bias: biases.elements)
            embeddingTransposed.load(transposeOf: weights)
        }
    }
}
