import Foundation

/// The resources next to the program: built-in models, classifiers and the parts of pages.
package enum ProgramFiles {
    /// The resource folder of a target, next to the running program, with symbolic links resolved. It may be missing, where
    /// SwiftPM's `Bundle.module` would trap.
    package static func folder(of target: String) -> String {
        let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return FilePath.folder(of: program ?? CommandLine.arguments[0]) + "/SketchStudio_\(target).resources"
    }

    /// The text of a file in the resource folder of a target; nil if there is none.
    package static func text(_ name: String, of target: String) -> String? {
        FileManager.default.contents(atPath: folder(of: target) + "/" + name).map { String(decoding: $0, as: UTF8.self) }
    }
}
