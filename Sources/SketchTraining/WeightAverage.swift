/// An exponential moving average of the weights (Polyak & Juditsky 1992), which is often a better model than the last
/// weights are: w' += (1 - d) (w - w').
///
/// d is min(decay, (1 + t) / (10 + t)) after t earlier updates, so that the average forgets where it started from
/// and is not corrected for bias.
struct WeightAverage {
    let decay: Double
    /// In the parameters' flat order.
    let values: Buffer<Float>

    /// Starts at the weights that the run starts from.
    init(decay: Double, parameters: Buffer<Float>) {
        self.decay = decay
        values = Buffer(count: parameters.count)
        values.pointer.update(from: parameters.pointer, count: parameters.count)
    }

    /// - Parameter step: steps before the one that has just been done.
    func update(_ parameters: Buffer<Float>, step: Int) {
        let share = Float(1 - min(decay, (1 + Double(step)) / (10 + Double(step))))
        let (average, weights) = (values.pointer, parameters.pointer)
        for k in 0..<values.count { average[k] += share * (weights[k] - average[k]) }
    }
}
