import FoundationEssentials
import SketchSupport

/// Advice on a file that does not exist.
enum MissingFile {
    /// States where a symbolic link leads to; otherwise names a file of the same folder whose name is nearly the same, if there is
    /// one.
    static func advice(_ path: String) -> String {
        let general = "Check the name and the folder."
        let folder = FilePath.folder(of: path)
        if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
            return "It is a symbolic link to '\(target)'. Restore that file, or remove the link."
        }
        // A long list takes longer to compare than a person to look.
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder), names.count <= 10_000,
            let near = Suggestion.nearest(FilePath.name(of: path), among: names.filter { !$0.hasPrefix(".") }, share: 0.15)
        else { return general }
        return "Did you mean '\(folder == "." && !path.hasPrefix("./") ? near : FilePath.joined(folder, near))'?"
    }
}
