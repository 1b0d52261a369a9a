import SketchCore
import SketchInference
import SketchTraining
import Testing

/// The settings of a fine-tuning, and the comparison at its end.
@Suite struct FineTuningTests {
    @Test func moreDrawingsAreTrainedLongerAndAllSettingsAreValid() throws {
        let configuration = ModelConfiguration()
        let settings = [0, 30, 300, 3_000, 30_000].map { TrainingParameters.fineTuning(configuration, drawings: $0) }
        for one in settings {
            try one.validate()
            #expect(one.steps % one.saveEvery == 0 && one.patience > 0 && one.klWeightStart == one.klWeight)
        }
        let steps = settings.map(\.steps)
        #expect(steps == steps.sorted() && Set(steps).count == 4)
    }

    @Test func aGainCountsIfItExceedsItsInterval() {
        let gain = FineTuningGain(before: [1, 2, 3, 4], after: [0.5, 1.4, 2.6, 3.5], training: [0.2, 0.4])
        #expect(gain.drawings == 4 && gain.verdict == .better)
        #expect(abs(gain.before - 2.5) < 1e-12 && abs(gain.after - 2) < 1e-12 && abs(gain.training - 0.3) < 1e-12)
        // Differences 0.5, 0.6, 0.4, 0.5: s = sqrt(0.02 / 3), and t = 3.182 with 3 degrees of freedom.
        #expect(abs((gain.interval ?? 0) - 3.182 * (0.02 / 3).squareRoot() / 2) < 1e-9)
        #expect(FineTuningGain(before: [1, 2], after: [2, 3.1], training: [1]).verdict == .worse)
        #expect(FineTuningGain(before: [1, 2, 3], after: [0, 2.9, 2.5], training: [1]).verdict == .unclear)
    }

    @Test func oneDrawingProvesNothing() {
        let gain = FineTuningGain(before: [2], after: [1], training: [1])
        #expect(gain.interval == nil && gain.verdict == .unclear)
    }

    /// Quantiles of Student's t from tables: 2.776 with 4 degrees of freedom, 2.228 with 10, 1.984 with 100.
    @Test(arguments: [(5, 2.776), (11, 2.228), (101, 1.984)]) func intervalsUseStudentsT(count: Int, quantile: Double) {
        let differences = (0..<count).map { $0 % 2 == 0 ? 1.0 : -1 }
        let gain = FineTuningGain(before: differences, after: differences.map { _ in 0 }, training: [0])
        let mean = differences.reduce(0, +) / Double(count)
        let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
        #expect(abs((gain.interval ?? 0) / (variance / Double(count)).squareRoot() - quantile) < 0.01)
    }
}
