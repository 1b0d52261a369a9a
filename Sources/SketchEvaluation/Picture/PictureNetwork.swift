import SketchCore
import SketchInference
import SketchSupport

/// The layers of a picture classifier, packed for the sampling kernels: each output is one chain of fused multiply-adds, so
/// results have the same bytes on every processor, for any batch and any number of threads. Immutable after `init`.
struct PictureNetwork: Sendable {
    private let shape: PictureShape
    private let convolutions: [PackedLayer]
    private let dense: PackedLayer
    private let head: PackedLayer
    /// Drawings whose dense layers are computed together.
    private static let portion = 24

    /// - Parameter tensor: returns a tensor of `PictureShape.tensorShapes`.
    init(_ shape: PictureShape, tensor: (String) throws -> Tensor) rethrows {
        self.shape = shape
        func layer(_ name: String) throws -> PackedLayer {
            PackedLayer(weights: try tensor(name + "_w"), bias: try tensor(name + "_b"))
        }
        convolutions = try shape.stages.map { try layer($0.name) }
        dense = try layer(PictureShape.features)
        head = try layer(PictureShape.classes)
    }

    /// The features [B][D] and the logits [B][C] of drawings in any unit.
    func run(_ drawings: [Stroke3], threads: Int) throws -> [(features: [Float], logits: [Float])] {
        try Workers.map(count: drawings.count, threads: threads, portion: Self.portion) { range in
            let worker = Worker(self)
            return stride(from: range.lowerBound, to: range.upperBound, by: Self.portion).flatMap { start in
                worker.run(drawings[start..<min(start + Self.portion, range.upperBound)])
            }
        }
    }

    /// The working memory of one thread.
    private final class Worker {
        private let network: PictureNetwork
        /// The input of each convolution with its margin; the margins stay zero.
        private let images: [FloatBuffer]
        private let patches: [FloatBuffer]
        private let pixels: [FloatBuffer]
        private let raster = FloatBuffer(count: PictureRaster.side * PictureRaster.side)
        private let flat, features, logits: FloatBuffer

        init(_ network: PictureNetwork) {
            self.network = network
            let shape = network.shape
            images = shape.stages.map { FloatBuffer(count: $0.inputCount) }
            patches = shape.stages.map { FloatBuffer(count: $0.side * $0.side * 9 * $0.inputs) }
            pixels = shape.stages.map { FloatBuffer(count: $0.side * $0.side * $0.outputs) }
            flat = FloatBuffer(count: Self.portion * shape.flatCount)
            features = FloatBuffer(count: Self.portion * shape.features)
            logits = FloatBuffer(count: Self.portion * shape.classCount)
        }

        func run(_ drawings: ArraySlice<Stroke3>) -> [(features: [Float], logits: [Float])] {
            let shape = network.shape
            let flats = flat.vector.matrix(rows: Self.portion, columns: shape.flatCount)
            for (row, drawing) in drawings.enumerated() { convolve(drawing, into: flats.row(row)) }
            network.dense.apply(
                flat.base, inputStride: shape.flatCount, batch: drawings.count, to: features.base,
                outputStride: shape.features)
            let values = features.vector[0..<drawings.count * shape.features]
            for k in 0..<values.count where !(values[k] > 0) && !values[k].isNaN { values[k] = 0 }
            network.head.apply(
                features.base, inputStride: shape.features, batch: drawings.count, to: logits.base,
                outputStride: shape.classCount)
            return (0..<drawings.count).map { row in
                (
                    features.vector[row * shape.features..<(row + 1) * shape.features].array,
                    logits.vector[row * shape.classCount..<(row + 1) * shape.classCount].array
                )
            }
        }

        private func convolve(_ drawing: Stroke3, into flat: VectorView<Float>) {
            let side = PictureRaster.side
            let picture = raster.vector.matrix(rows: side, columns: side)
            picture.fill(0)
            PictureRaster.draw(drawing, into: picture)
            let padded = images[0].vector.matrix(rows: side + 2, columns: side + 2)
            padded.rows(1..<side + 1).columns(1..<side + 1).update(from: picture)
            for (index, stage) in network.shape.stages.enumerated() {
                let count = stage.side * stage.side
                let rows = patches[index].vector.matrix(rows: count, columns: 9 * stage.inputs)
                Convolution.gather(images[index].vector, side: stage.side, channels: stage.inputs, into: rows)
                let outputs = pixels[index].vector.matrix(rows: count, columns: stage.outputs)
                network.convolutions[index].apply(
                    rows.base, inputStride: rows.stride, batch: count, to: outputs.base, outputStride: outputs.stride)
                let next = index + 1 < images.count ? images[index + 1].vector : flat
                Convolution.pool(outputs, side: stage.side, margin: stage.margin, into: next)
            }
        }

        private static var portion: Int { PictureNetwork.portion }
    }
}
