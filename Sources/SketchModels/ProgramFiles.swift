import Foundation
import SketchSupport

/// The models and classifiers that come with the program.
package enum ProgramFiles {
    /// The folder that holds them: beside the running program itself, not beside a link that leads to it. It may be
    /// missing; SwiftPM's `Bundle.module` would end the program then.
    package static let folder: String = {
        let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return FilePath.folder(of: program ?? CommandLine.arguments[0]) + "/SketchStudio_SketchModels.resources"
    }()
}
