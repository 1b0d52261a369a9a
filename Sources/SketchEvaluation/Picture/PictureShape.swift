/// The sizes of a picture classifier, from which its tensors' shapes follow.
///
/// Three 3 x 3 convolutions with `filters`, 2 `filters` and 4 `filters` channels, each followed by 2 x 2 maximum pooling and
/// ReLU: 32 x 32 pixels become 4 x 4. Then a dense layer with ReLU, the features, and a softmax over the classes.
package struct PictureShape: Hashable, Sendable {
    /// F, the channels of the first convolution.
    package var filters: Int
    /// D, the size of the dense layer.
    package var features: Int
    package var classCount: Int

    package init(filters: Int, features: Int, classCount: Int) {
        (self.filters, self.features, self.classCount) = (filters, features, classCount)
    }

    /// One convolution: from `side` x `side` pixels of `inputs` channels to half the side and `outputs` channels.
    package struct Stage: Hashable, Sendable {
        package let name: String
        package let side: Int
        package let inputs: Int
        package let outputs: Int
        /// The margin around the output: the next convolution's, none before the dense layer.
        package let margin: Int

        /// The size of the input with its margin.
        package var inputCount: Int { (side + 2) * (side + 2) * inputs }
        /// The size of the output with its margin.
        package var outputCount: Int { (side / 2 + 2 * margin) * (side / 2 + 2 * margin) * outputs }
    }

    package var stages: [Stage] {
        [
            Stage(name: "conv1", side: PictureRaster.side, inputs: 1, outputs: filters, margin: 1),
            Stage(name: "conv2", side: PictureRaster.side / 2, inputs: filters, outputs: 2 * filters, margin: 1),
            Stage(name: "conv3", side: PictureRaster.side / 4, inputs: 2 * filters, outputs: 4 * filters, margin: 0),
        ]
    }

    /// The size of the last convolution's output.
    package var flatCount: Int { stages.last?.outputCount ?? 0 }

    package static let features = "features"
    package static let classes = "classes"

    /// Every layer's weights `<name>_w` [inputs, outputs] and bias `<name>_b` [outputs]; a convolution's inputs are a patch.
    package var tensorShapes: [(name: String, shape: [Int])] {
        let layers =
            stages.map { ($0.name, 9 * $0.inputs, $0.outputs) } + [
                (Self.features, flatCount, features), (Self.classes, features, classCount),
            ]
        return layers.flatMap { name, inputs, outputs in [(name + "_w", [inputs, outputs]), (name + "_b", [outputs])] }
    }
}
