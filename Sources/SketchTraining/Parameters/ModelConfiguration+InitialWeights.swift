import SketchInference

extension ModelConfiguration {
    /// Fresh weights by checkpoint name, with the distributions of the original.
    ///
    /// Input kernels are Glorot uniform, each gate's recurrent block is a random orthogonal matrix, linear layers are
    /// N(0, 0.001^2), the output layer and its bias Glorot uniform, gains one, other biases zero; a HyperLSTM starts with
    /// every scale at 0.1.
    /// - Parameter seed: equal seeds give equal weights; every tensor has its own stream.
    public func initialWeights(seed: UInt64) -> [String: Tensor] {
        var weights: [String: Tensor] = [:]
        for (index, (name, shape)) in tensorShapes.enumerated() {
            var random = PhiloxSequence(seed: seed, stream: RandomStream.weights + UInt64(index))
            weights[name] = Self.initialTensor(name: name, shape: shape, random: &random)
        }
        return weights
    }

    private static func initialTensor(
        name: String, shape: [Int], random: inout PhiloxSequence
    ) -> Tensor {
        let path = name.split(separator: "/").map(String.init)
        let last = path.last ?? name
        // The name of a hyper layer's map: zw, zb, alpha or beta.
        let hyper = name.contains("/hyper_") ? path.dropLast().last : nil
        var tensor = Tensor(zeros: shape)
        switch last {
        case "W_xh", "output_w", "output_b":
            // A vector of n counts as a matrix [n, n] here, which makes the bias U(+-sqrt(6 / 2n)).
            let (rows, columns) = (shape[0], shape.count > 1 ? shape[1] : shape[0])
            let limit = (6 / Double(rows + columns)).squareRoot()
            for k in tensor.values.indices {
                tensor.values[k] = Float((2 * random.nextUniform() - 1) * limit)
            }
        case "W_hh":
            let n = shape[0]
            for block in 0..<shape[1] / n {
                let matrix = orthogonalMatrix(size: n, random: &random)
                for row in 0..<n {
                    for column in 0..<n {
                        tensor.values[row * shape[1] + block * n + column] = Float(matrix[row * n + column])
                    }
                }
            }
        case "ln_gamma":
            tensor.values = tensor.values.map { _ in 1 }
        case "super_linear_b" where hyper == "zw":
            tensor.values = tensor.values.map { _ in 1 }
        case "super_linear_w" where hyper == "alpha":
            tensor.values = tensor.values.map { _ in 0.1 / Float(shape[0]) }
        case "super_linear_w" where hyper == "zw" || hyper == "beta":
            break
        case "super_linear_w" where hyper == "zb":
            for k in tensor.values.indices { tensor.values[k] = Float(0.01 * random.nextNormal()) }
        case "super_linear_w":
            for k in tensor.values.indices { tensor.values[k] = Float(0.001 * random.nextNormal()) }
        default:
            break
        }
        return tensor
    }

    /// A random orthogonal [n, n] matrix: Gram-Schmidt, done twice for accuracy, on normal draws.
    private static func orthogonalMatrix(size n: Int, random: inout PhiloxSequence) -> [Double] {
        var rows = random.nextNormals(n * n).map(Double.init)
        rows.withUnsafeMutableBufferPointer { matrix in
            for row in 0..<n {
                for _ in 0..<2 {
                    for other in 0..<row {
                        var dot = 0.0
                        for k in 0..<n { dot += matrix[row * n + k] * matrix[other * n + k] }
                        for k in 0..<n { matrix[row * n + k] -= dot * matrix[other * n + k] }
                    }
                }
                var square = 0.0
                for k in 0..<n { square += matrix[row * n + k] * matrix[row * n + k] }
                let scale = 1 / square.squareRoot()
                for k in 0..<n { matrix[row * n + k] *= scale }
            }
        }
        return rows
    }
}
