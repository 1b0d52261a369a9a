import SketchInference

/// The parts of a 3 x 3 convolution around its matrix product, for one picture in row-major order with its channels last.
///
/// A picture of `side` x `side` pixels has a margin of zeros, one pixel wide, where it is the input of a convolution:
/// [(side + 2) * (side + 2) * channels]. A patch is the nine pixels around one, in row-major order: [9 * channels].
@usableFromInline
package enum Convolution {
    /// Writes each pixel's patch as a row of `patches` [side * side, 9 * channels].
    @inlinable
    package static func gather<Scalar>(
        _ image: VectorView<Scalar>, side: Int, channels: Int, into patches: MatrixView<Scalar>
    ) {
        let (run, line) = (3 * channels, (side + 2) * channels)
        assert(image.count == (side + 2) * line && patches.rows == side * side && patches.columns == 3 * run)
        for y in 0..<side {
            for x in 0..<side {
                let source = image.base + y * line + x * channels
                let target = patches.base + (y * side + x) * patches.stride
                target.update(from: source, count: run)
                (target + run).update(from: source + line, count: run)
                (target + 2 * run).update(from: source + 2 * line, count: run)
            }
        }
    }

    /// The maximum of each 2 x 2 pixels, or 0 if that is greater (ReLU after pooling), from [side * side, channels] to
    /// [side / 2 * side / 2 * channels] with a margin of `margin` pixels, which is not written.
    @inlinable
    package static func pool<Scalar>(
        _ pixels: MatrixView<Scalar>, side: Int, margin: Int, into image: VectorView<Scalar>
    ) {
        let (channels, half) = (pixels.columns, side / 2)
        let line = half + 2 * margin
        assert(pixels.rows == side * side && image.count == line * line * channels)
        for y in 0..<half {
            for x in 0..<half {
                let first = pixels.base + (2 * y * side + 2 * x) * pixels.stride
                let second = first + pixels.stride
                let third = first + side * pixels.stride
                let fourth = third + pixels.stride
                let target = image.base + ((y + margin) * line + x + margin) * channels
                for k in 0..<channels {
                    let above = first[k] > second[k] ? first[k] : second[k]
                    let below = third[k] > fourth[k] ? third[k] : fourth[k]
                    let largest = above > below ? above : below
                    target[k] = largest > 0 ? largest : 0
                }
            }
        }
    }
}
