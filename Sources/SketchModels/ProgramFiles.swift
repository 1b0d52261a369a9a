import Foundation
import SketchSupport

/// The folder of the built-in models and classifiers.
package enum ProgramFiles {
    /// The resource folder next to the running program, with symbolic links resolved. It may be missing, where SwiftPM's
    /// `Bundle.module` would trap.
    package static let folder: String = {
        let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return FilePath.folder(of: program ?? CommandLine.arguments[0]) + "/SketchStudio_SketchModels.resources"
    }()
}
