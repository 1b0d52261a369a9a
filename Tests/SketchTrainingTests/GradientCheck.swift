import SketchCore
import SketchInference
import SketchTraining
import Testing

/// Compares gradients with central differences in double precision.
enum GradientCheck {
    /// Expects that the gradient is the slope of the loss at some elements of every tensor.
    ///
    /// - Parameters:
    ///   - count: about as many elements of each tensor are checked.
    ///   - allowsZero: false expects that no tensor's gradient is zero everywhere that was checked.
    ///   - loss: of the current `parameters`.
    static func expectSlopes(
        of loss: () -> Double, layout: ParameterLayout, parameters: Buffer<Double>, gradient: [Double], step h: Double,
        count: Int, allowsZero: Bool = true
    ) {
        for entry in layout.entries {
            var isZero = true
            for k in stride(from: entry.slot.offset, to: entry.slot.range.upperBound, by: max(entry.slot.count / count, 1)) {
                let theta = parameters.vector[k]
                parameters.vector[k] = theta + h
                let above = loss()
                parameters.vector[k] = theta - h
                let below = loss()
                parameters.vector[k] = theta
                let slope = (above - below) / (2 * h)
                #expect(abs(slope - gradient[k]) < 1e-7 + 1e-5 * abs(slope), "\(entry.name)[\(k)]: \(slope), \(gradient[k])")
                isZero = isZero && gradient[k] == 0
            }
            #expect(allowsZero || !isZero, "\(entry.name)")
        }
    }

    /// Drawings of normal offsets with these numbers of rows.
    static func drawings(_ counts: [Int], _ random: inout PhiloxSequence) -> [Stroke3] {
        counts.map { count in
            Stroke3(
                rows: (0..<count).map { row in
                    Stroke3.Row(dx: Float(random.nextNormal()), dy: Float(random.nextNormal()), isLifted: row % 3 == 2)
                })
        }
    }
}
