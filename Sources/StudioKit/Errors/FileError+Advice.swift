import SketchCore
import SketchSupport

extension FileError: Advised {
    package var advice: String? {
        switch self {
        case .folderMissing: "Create it, or choose another path."
        case .isFolder: "Name a file inside it."
        case .notWritable: "Choose another path, or fix its permissions."
        }
    }
}

extension SketchError: Advised {
    package var advice: String? {
        switch self {
        case .tooFewPoints: nil
        case .tooLong: "Remove fills and hatching."
        }
    }
}
