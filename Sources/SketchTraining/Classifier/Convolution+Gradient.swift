import SketchEvaluation
import SketchInference

/// The gradients of `gather` and `pool`.
extension Convolution {
    /// The gradient of a picture with its margin, from those of its patches [side * side, 9 * channels].
    static func scatter<Scalar: TrainingScalar>(
        _ patches: MatrixView<Scalar>, side: Int, channels: Int, into image: VectorView<Scalar>
    ) {
        let (run, line) = (3 * channels, (side + 2) * channels)
        assert(image.count == (side + 2) * line && patches.rows == side * side && patches.columns == 3 * run)
        image.fill(0)
        for y in 0..<side {
            for x in 0..<side {
                let patch = patches.row(y * side + x)
                for k in 0..<3 {
                    let start = (y + k) * line + x * channels
                    Scalar.add(patch[k * run..<(k + 1) * run], to: image[start..<start + run])
                }
            }
        }
    }

    /// From the gradient of `pool`'s result to that of its input, which replaces the input in `pixels`. The first of equal
    /// maxima receives the gradient; none does where the result is 0.
    /// - Parameters:
    ///   - image: the result of `pool`.
    ///   - gradient: that of `image`; unspecified afterwards.
    static func differentiatePool<Scalar: TrainingScalar>(
        _ pixels: MatrixView<Scalar>, side: Int, margin: Int, image: VectorView<Scalar>, gradient: VectorView<Scalar>
    ) {
        let (channels, half) = (pixels.columns, side / 2)
        let line = half + 2 * margin
        assert(pixels.rows == side * side && image.count == line * line * channels && gradient.count == image.count)
        for y in 0..<half {
            for x in 0..<half {
                let start = ((y + margin) * line + x + margin) * channels
                let (largest, slope) = (image.base + start, gradient.base + start)
                for k in 0..<channels { slope[k] = largest[k] > 0 ? slope[k] : 0 }
                for place in [0, 1, side, side + 1] {
                    let pixel = pixels.base + (2 * y * side + 2 * x + place) * pixels.stride
                    for k in 0..<channels {
                        let own = pixel[k] == largest[k] ? slope[k] : 0
                        pixel[k] = own
                        slope[k] -= own
                    }
                }
            }
        }
    }
}
