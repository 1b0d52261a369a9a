import Foundation
import SketchCore

extension DatasetCensus {
    /// What will impair training, most harmful first, with advice.
    var warnings: [String] {
        func share(_ count: Int) -> String { String(format: "%.1f %%", 100 * Double(count) / Double(max(drawings, 1))) }
        func verb(_ count: Int, _ singular: String, _ plural: String) -> String { count == 1 ? singular : plural }
        var warnings: [String] = []
        let usable = splits[.train] ?? 0
        if usable < 1000 {
            warnings.append(
                "only \(counted(usable, "training drawing")): a model will overfit. Thousands are usual; strong augmentation "
                    + "helps.")
        }
        if usable > 0, (splits[.validation] ?? 0) == 0 {
            warnings.append("no validation drawings, so the best model cannot be determined; add drawings.")
        }
        if tooLong > 0 {
            warnings.append(
                "\(counted(tooLong, "drawing")) (\(share(tooLong))) \(verb(tooLong, "has", "have")) more than "
                    + "\(maxLength) rows and \(verb(tooLong, "is", "are")) skipped. "
                    + "Raise --max-seq-len, or shorten them with 'studio convert --epsilon'.")
        }
        if lengths.count > 10, Set(lengths).count == 1 {
            warnings.append(
                "every drawing has \(lengths[0]) rows: a model learns to stop only there. "
                    + "Restore truncated or padded drawings to their original lengths.")
        }
        if duplicates > 0 {
            warnings.append(
                "\(counted(duplicates, "drawing")) (\(share(duplicates))) \(verb(duplicates, "is a duplicate", "are duplicates")): a "
                    + "model may be tested on its training data.")
        }
        if dots > 0 {
            warnings.append(
                "\(counted(dots, "drawing")) (\(share(dots))) \(verb(dots, "has", "have")) fewer than two points and "
                    + "\(verb(dots, "is", "are")) skipped.")
        }
        if let most = byCount.first, let least = byCount.last, most.1 > 10 * least.1 {
            warnings.append(
                "the classes are unbalanced: \(counted(most.1, "drawing")) of \(most.0), \(least.1) of \(least.0); rare "
                    + "classes are learned poorly.")
        }
        if usable > 0, scale.factor < 1 {
            warnings.append(
                "the offsets are small (standard deviation \(String(format: "%.3f", scale.factor)) pixels), as if already "
                    + "divided by a scale factor; whole pixels from 0 to 255 are usual.")
        }
        return warnings
    }
}
