extension SketchModel {
    /// The tensor of a checkpoint name.
    ///
    /// - Throws: `InferenceError.missingTensor`.
    public func tensor(_ name: String) throws -> Tensor {
        guard let tensor = weights[name] else {
            throw InferenceError.missingTensor(file: "the model", name: name)
        }
        return tensor
    }
}
