extension SketchRecord {
    /// The split that the drawing belongs to: the file's own if it states one, otherwise the one that `key` selects.
    /// Everything that divides drawings into training, validation and test parts uses this rule.
    public var assignedSplit: SketchDataset.Split { split ?? SketchDataset.Split(key: key) }
}
