import SketchCore
import SketchInference

/// Chooses and augments the labelled drawings of each step: a pure function of (seed, step).
///
/// A class is chosen with a probability in proportion to the square root of its number of drawings, then one of its
/// drawings, with replacement: rare classes are over-represented, common ones are still the most frequent.
struct LabelledBatchSampler {
    private let examples: [ClassifierDataset.Example]
    private let batchSize: Int
    private let augmentation: Augmentation
    private let seed: UInt64
    /// The drawings of each class.
    private let members: [[Int]]
    /// The sums of the classes' weights up to and including each.
    private let cumulated: [Double]

    init(_ dataset: ClassifierDataset, batchSize: Int, augmentation: Augmentation, seed: UInt64) {
        examples = dataset.train
        (self.batchSize, self.augmentation, self.seed) = (batchSize, augmentation, seed)
        var members = [[Int]](repeating: [], count: dataset.classes.count)
        for (index, example) in dataset.train.enumerated() { members[example.label].append(index) }
        self.members = members
        var sum = 0.0
        cumulated = members.map { own in
            sum += Double(own.count).squareRoot()
            return sum
        }
    }

    /// The augmented drawings of a step, counted from 0, and their labels.
    func batch(at step: Int) -> (drawings: [Stroke3], labels: [Int]) {
        var random = PhiloxSequence(
            seed: seed, stream: RandomStream.augmentation + UInt64(step))
        let chosen = (0..<batchSize).map { _ in
            let place = random.nextUniform() * (cumulated.last ?? 0)
            let own = members[cumulated.firstIndex { place < $0 } ?? members.count - 1]
            return examples[own[Int(random.nextUniform() * Double(own.count))]]
        }
        let drawings = chosen.map { example in
            augmentation.apply(to: example.drawing) { random.nextUniform() }
        }
        return (drawings, chosen.map(\.label))
    }
}
