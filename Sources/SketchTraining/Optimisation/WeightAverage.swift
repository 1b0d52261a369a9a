import SketchInference

/// An exponential moving average of the weights (Polyak & Juditsky 1992), which is often a better model than the last
/// weights are: w' += (1 - d) (w - w').
///
/// d is min(decay, (1 + t) / (10 + t)) after t earlier updates, so that the average forgets its start and needs no bias
/// correction.
struct WeightAverage {
    let decay: Double
    /// In the parameters' flat order.
    let values: Buffer<Float>

    /// Starts at the run's initial weights.
    init(decay: Double, parameters: Buffer<Float>) {
        self.decay = decay
        values = Buffer(count: parameters.count)
        values.vector.update(from: parameters.vector)
    }

    /// - Parameter step: the steps done before the one whose weights are added.
    func update(_ parameters: Buffer<Float>, step: Int) {
        let share = Float(1 - min(decay, (1 + Double(step)) / (10 + Double(step))))
        let (average, weights) = (values.vector, parameters.vector)
        for k in 0..<average.count { average[k] += share * (weights[k] - average[k]) }
    }
}
