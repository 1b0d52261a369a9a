import SketchInference

extension LatentRecord {
    /// The name of its drawing: what that shows, or else its file's name.
    package var drawingName: String { word ?? OutputFile.stem(of: source) }
}
