import FoundationEssentials

/// The resources next to the program: built-in models, classifiers and the parts of pages.
package enum ProgramFiles {
    /// The resource folder of a target, which may be missing. Of an installed program, `bin/studio`, it is `share/studio/TARGET`;
    /// otherwise it is next to the program, as SwiftPM builds it. Symbolic links to the program are resolved.
    package static func folder(of target: String) -> String {
        let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder = FilePath.folder(of: program ?? CommandLine.arguments[0])
        let installed = FilePath.joined(FilePath.folder(of: folder), "share/studio/\(target)")
        return FileManager.default.fileExists(atPath: installed) ? installed : folder + "/SketchStudio_\(target).resources"
    }

    /// The text of a file in the resource folder of a target; nil if there is none.
    package static func text(_ name: String, of target: String) -> String? {
        FileManager.default.contents(atPath: folder(of: target) + "/" + name).map { String(decoding: $0, as: UTF8.self) }
    }
}
