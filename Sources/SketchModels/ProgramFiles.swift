import Foundation
import SketchSupport

/// The folders of resources next to the program: built-in models, classifiers and the parts of pages.
package enum ProgramFiles {
    /// The folder of the built-in models and classifiers.
    package static let folder = folder(of: "SketchModels")

    /// The resource folder of a target, next to the running program, with symbolic links resolved. It may be missing, where
    /// SwiftPM's `Bundle.module` would trap.
    package static func folder(of target: String) -> String {
        let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return FilePath.folder(of: program ?? CommandLine.arguments[0]) + "/SketchStudio_\(target).resources"
    }
}
