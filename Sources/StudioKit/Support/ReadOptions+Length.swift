import SketchFormats
import SketchInference

extension ReadOptions {
    /// Returns options with which drawings are thinned to the smallest maximum length of the models, if `fitsLength` is set.
    func fitted(to models: [SketchModel]) -> ReadOptions {
        guard fitsLength, let model = models.min(by: { $0.configuration.maxLength < $1.configuration.maxLength }) else {
            return self
        }
        var result = self
        result.lengthLimit = LengthLimit(
            rows: model.configuration.maxLength, preprocessing: model.units.preprocessing)
        return result
    }

    /// Returns options with which drawings are thinned to a number of rows, if `fitsLength` is set.
    func fitted(toRows rows: Int) -> ReadOptions {
        guard fitsLength else { return self }
        var result = self
        result.lengthLimit = LengthLimit(rows: rows)
        return result
    }
}
