import SketchSupport

/// What a classifier looks at.
public enum ClassifierKind: String, Hashable, Sendable, CaseIterable {
    /// The pen's rows in their order: `SketchClassifier`.
    case strokes
    /// A raster: `PictureClassifier`.
    case picture

    /// The path of the built-in classifier of this kind.
    public var builtInPath: String {
        switch self {
        case .strokes: ProgramFiles.folder(of: "ModelFiles") + "/Classifiers/drawings.safetensors"
        case .picture: ProgramFiles.folder(of: "ModelFiles") + "/Classifiers/pictures.safetensors"
        }
    }
}
